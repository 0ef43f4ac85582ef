package dev.mastio.local.api;

import static dev.mastio.local.api.Running.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ObjectsTest {
    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final KubernetesClient client = running.client();

    private static ConfigMap configMap(String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .addToLabels("of", name)
                .endMetadata()
                .addToData("key", value)
                .build();
    }

    @Test
    void keepsWhatIsCreated() {
        ConfigMap created = client.resource(configMap("kept", "1")).create();

        ConfigMap found =
                client.configMaps().inNamespace("default").withName("kept").get();

        assertThat(found).isEqualTo(created);
        assertThat(found.getMetadata().getUid()).isNotBlank();
    }

    @Test
    void refusesAWriteOnAStaleVersion() {
        ConfigMap created = client.resource(configMap("stale", "1")).create();
        client.resource(configMap("stale", "2")).update();

        assertThatThrownBy(() -> client.resource(created).lockResourceVersion().update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));
    }

    @Test
    void givesTheSameVersionToAWriteThatChangesNothing() {
        ConfigMap created = client.resource(configMap("same", "1")).create();

        ConfigMap again = client.resource(configMap("same", "1")).update();

        assertThat(again.getMetadata().getResourceVersion())
                .isEqualTo(created.getMetadata().getResourceVersion());
    }

    @Test
    void refusesToTakeOverFieldsOfAnotherManagerUnlessForced() {
        client.resource(configMap("contested", "1")).fieldManager("one").serverSideApply();

        assertThatThrownBy(() -> client.resource(configMap("contested", "2"))
                        .fieldManager("two")
                        .serverSideApply())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("conflict with \"one\": .data.key");

        ConfigMap taken = client.resource(configMap("contested", "2"))
                .fieldManager("two")
                .forceConflicts()
                .serverSideApply();
        assertThat(taken.getData()).containsEntry("key", "2");
    }

    @Test
    void tellsWatchersOfEveryChangeInOrder() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var _ = client.configMaps()
                .inNamespace("default")
                .withLabel("of", "watched")
                .watch(recorder(seen))) {
            client.resource(configMap("watched", "1")).create();
            // The watch may begin a little after it is said to.
            soon().untilAsserted(() -> assertThat(seen).containsExactly("ADDED 1"));
            client.resource(configMap("watched", "2")).patch(PatchContext.of(PatchType.JSON_MERGE));
            client.resource(configMap("watched", "2")).delete();

            soon().untilAsserted(() -> assertThat(seen).containsExactly("ADDED 1", "MODIFIED 2", "DELETED 2"));
        }
    }

    private static Watcher<ConfigMap> recorder(List<String> seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap object) {
                if (action != Action.BOOKMARK)
                    seen.add(action + " " + object.getData().get("key"));
            }

            @Override
            public void onClose(WatcherException cause) {
                seen.add(String.valueOf(cause));
            }
        };
    }

    @Test
    void whoeverHasTheTokenMayDoEverything() {
        SelfSubjectRulesReview review = new SelfSubjectRulesReviewBuilder()
                .withNewSpec()
                .withNamespace("default")
                .endSpec()
                .build();

        SelfSubjectRulesReview answer = client.resource(review).create();

        assertThat(answer.getStatus().getResourceRules().getFirst().getVerbs()).containsExactly("*");
    }
}
