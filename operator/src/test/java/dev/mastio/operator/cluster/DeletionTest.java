package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a deleted instance leaves behind, and who goes on with it. */
class DeletionTest {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.open();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void volumeAndPkiAreKeptNamedAndAdoptedByANamesake() {
        Secret pki = scene.ownCa(DEMO);
        scene.ready(DEMO);
        Secret root = scene.find(Secret.class, "demo-pki").orElseThrow();
        Secret keys = scene.find(Secret.class, "demo-secrets").orElseThrow();
        PersistentVolumeClaim data =
                scene.find(PersistentVolumeClaim.class, "demo-data").orElseThrow();

        scene.delete(MastioInstance.class, DEMO);

        scene.eventually(() -> {
            assertThat(scene.find(Deployment.class, DEMO)).isEmpty();
            assertThat(scene.find(Service.class, DEMO)).isEmpty();
            assertThat(scene.find(NetworkPolicy.class, DEMO)).isEmpty();
            assertThat(scene.find(ConfigMap.class, "demo-config")).isEmpty();
            assertThat(scene.find(Secret.class, "demo-soak")).isEmpty();
        });
        scene.eventually(() -> assertThat(scene.events("Retained"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getMessage()).contains("demo-data", "demo-tls", "demo-pki", "demo-secrets")));
        assertThat(scene.find(PersistentVolumeClaim.class, "demo-data")).isPresent();

        scene.ready(DEMO, """
                hardwareClass: standard-8
                storage:
                  sqlite:
                    size: 512Mi
                """);

        assertThat(scene.find(PersistentVolumeClaim.class, "demo-data")
                        .orElseThrow()
                        .getMetadata()
                        .getUid())
                .isEqualTo(data.getMetadata().getUid());
        assertThat(scene.find(Secret.class, "demo-tls").orElseThrow().getData()).isEqualTo(pki.getData());
        assertThat(scene.find(Secret.class, "demo-pki").orElseThrow().getData()).isEqualTo(root.getData());
        assertThat(scene.find(Secret.class, "demo-secrets").orElseThrow().getData())
                .isEqualTo(keys.getData());
    }

    @Test
    void withOnDeleteDeleteNothingIsKept() {
        scene.ownCa(DEMO);
        scene.ready(DEMO, """
                hardwareClass: standard-8
                storage:
                  onDelete: Delete
                """);

        scene.delete(MastioInstance.class, DEMO);

        scene.eventually(() -> {
            assertThat(scene.find(PersistentVolumeClaim.class, "demo-data")).isEmpty();
            assertThat(scene.find(Secret.class, "demo-tls")).isEmpty();
            assertThat(scene.find(Secret.class, "demo-pki")).isEmpty();
            assertThat(scene.find(Secret.class, "demo-secrets")).isEmpty();
        });
        assertThat(scene.events("Retained")).isEmpty();
    }

    @Test
    void ofADatabaseOfTheUsersTheKeysAreKept() {
        scene.database("db", "secret");
        scene.secret("cert", Map.of("tls.crt", "certificate", "tls.key", "key"));
        scene.ready(DEMO, """
                hardwareClass: standard-8
                storage:
                  type: postgres
                  postgres:
                    secretName: db
                tls:
                  secretName: cert
                """);

        scene.delete(MastioInstance.class, DEMO);

        scene.eventually(() -> assertThat(scene.events("Retained"))
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage())
                        .startsWith("kept the Org Root in demo-pki and the Secret demo-secrets (")));
    }

    @Test
    void aPkiThatIsNoLongerUsedIsNamedToo() {
        scene.ownCa(DEMO);
        scene.ready(DEMO);
        scene.secret("cert", Map.of("tls.crt", "certificate", "tls.key", "key"));
        scene.change(DEMO, "{\"tls\": {\"secretName\": \"cert\"}}");
        scene.settle();

        scene.delete(MastioInstance.class, DEMO);

        scene.eventually(() -> assertThat(scene.events("Retained"))
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage()).contains("demo-data", "demo-tls")));
    }

    @Test
    void onDeleteMayBeChangedBothWays() {
        scene.ready(DEMO);

        scene.change(DEMO, "{\"storage\": {\"onDelete\": \"Delete\"}}");
        scene.eventually(() -> assertThat(owners()).isEqualTo(1));
        scene.change(DEMO, "{\"storage\": {\"onDelete\": \"Retain\"}}");

        scene.eventually(() -> assertThat(owners()).isZero());
    }

    @Test
    void deletionNeedsNoOperator() {
        scene.ready(DEMO);
        scene.stopOperator();

        scene.delete(MastioInstance.class, DEMO);

        scene.eventually(() -> {
            assertThat(scene.find(MastioInstance.class, DEMO)).isEmpty();
            assertThat(scene.find(Deployment.class, DEMO)).isEmpty();
        });
    }

    private int owners() {
        return scene.find(PersistentVolumeClaim.class, "demo-data")
                .orElseThrow()
                .getMetadata()
                .getOwnerReferences()
                .size();
    }
}
