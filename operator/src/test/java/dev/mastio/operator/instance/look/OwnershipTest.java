package dev.mastio.operator.instance.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private static final Map<String, String> LEFT =
            Map.of("app.kubernetes.io/name", "mastio", "app.kubernetes.io/instance", "demo");

    private final MastioInstance demo = demo();

    @Test
    void whatHasNoOwnerBelongsToTheInstanceThatItsLabelsName() {
        assertThat(Ownership.ofKept(demo, secret(LEFT))).isTrue();
        assertThat(Ownership.ofKept(demo, secret(with("app.kubernetes.io/managed-by", "mastio-operator"))))
                .isTrue();
        assertThat(Ownership.of(demo, secret(LEFT))).isFalse();
    }

    @Test
    void whatAnotherToolManagesOrAnotherInstanceHasIsTheirs() {
        assertThat(Ownership.ofKept(demo, secret(with("app.kubernetes.io/managed-by", "Helm"))))
                .isFalse();
        assertThat(Ownership.ofKept(demo, secret(with("app.kubernetes.io/instance", "other"))))
                .isFalse();
        assertThat(Ownership.ofKept(demo, secret(Map.of()))).isFalse();
        assertThat(Ownership.ofKept(demo, null)).isFalse();
    }

    @Test
    void whatAnotherOwnsIsNotTakenForItsLabels() {
        Secret owned = new SecretBuilder(secret(LEFT))
                .editMetadata()
                .addNewOwnerReference()
                .withUid("another")
                .endOwnerReference()
                .endMetadata()
                .build();

        assertThat(Ownership.ofKept(demo, owned)).isFalse();
    }

    private static Map<String, String> with(String label, String value) {
        Map<String, String> labels = new HashMap<>(LEFT);
        labels.put(label, value);
        return labels;
    }

    private static Secret secret(Map<String, String> labels) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("demo-secrets")
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    private static MastioInstance demo() {
        MastioInstance instance = new MastioInstance();
        instance.setMetadata(
                new ObjectMetaBuilder().withName("demo").withUid("1").build());
        return instance;
    }
}
