package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.desired.Checksum;
import dev.mastio.operator.instance.apply.Annotations;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients trust, and what pods and soaks share, outlives what is done to the Secrets by hand. */
class KeysTest {

    private static final int ROUNDS = 30;
    private static final String TOO_SHORT = Base64.getEncoder().encodeToString("short".getBytes(UTF_8));
    private static final String ON_POSTGRES = """
            hardwareClass: standard-8
            autoscaling:
              mode: "Off"
            storage:
              type: postgres
              postgres:
                secretName: db
            """;

    private Scene scene;

    @BeforeEach
    void openWithAnInstanceThatOwnsItsSecretsAndHasACaOfItsOwn() {
        scene = Scene.open();
        scene.ownCa(DEMO);
        scene.ready(DEMO, """
                hardwareClass: standard-8
                storage:
                  onDelete: Delete
                """);
        scene.settle();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo-tls", "demo-pki", "demo-soak"})
    void aSecretWhoseLabelIsTakenAwayGetsItBackAndHoldsWhatItHeld(String name) {
        Map<String, String> before = secret(name).getData();
        Map<String, String> pods = scene.podAnnotations(DEMO);

        loseLabelAndGetItBack(name);

        assertThat(secret(name).getData()).isEqualTo(before);
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(pods);
        assertThat(scene.events("PkiCreated")).isEmpty();
    }

    /** As storage.onDelete says by default: then they have no owner that tells whose they are. */
    @ParameterizedTest
    @ValueSource(strings = {"kept-tls", "kept-secrets"})
    void soDoesOneThatWouldOutliveTheInstance(String name) {
        scene.ownCa("kept");
        scene.ready("kept", "hardwareClass: standard-8");
        scene.settle();
        Map<String, String> before = secret(name).getData();
        assertThat(secret(name).getMetadata().getOwnerReferences()).isEmpty();
        Map<String, String> pods = scene.podAnnotations("kept");

        loseLabelAndGetItBack(name);

        assertThat(secret(name).getData()).isEqualTo(before);
        assertThat(scene.podAnnotations("kept")).isEqualTo(pods);
        assertThat(scene.condition("kept", "Ready").getReason()).isEqualTo("Available");
        assertThat(scene.events("NameTaken")).isEmpty();
    }

    @Test
    void ofOneThatLostAllItsLabelsNobodyIsAdvisedToRemoveIt() {
        scene.ready("kept", "hardwareClass: standard-8");
        Map<String, String> before = secret("kept-secrets").getData();

        edit(
                "kept-secrets",
                secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .withLabels(Map.of())
                        .endMetadata()
                        .build());
        // Without its labels it says of no instance that it has changed; the operator looks again after a while.
        scene.lookAgain();

        scene.eventuallyReason("kept", "Ready", "NameTaken");
        assertThat(scene.condition("kept", "Ready").getMessage())
                .contains("Secret kept-secrets exists", "do not delete it")
                .doesNotContain("remove");
        assertThat(secret("kept-secrets").getData()).isEqualTo(before);

        edit(
                "kept-secrets",
                secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .addToLabels("app.kubernetes.io/name", "mastio")
                        .addToLabels("app.kubernetes.io/instance", "kept")
                        .addToLabels("app.kubernetes.io/managed-by", "mastio-operator")
                        .endMetadata()
                        .build());

        scene.eventuallyReason("kept", "Ready", "Available");
        assertThat(secret("kept-secrets").getData()).isEqualTo(before);
    }

    @Test
    void aCaKeyThatIsTakenOfflineIsReportedAndNothingElseChanges() {
        Map<String, String> before = secret("demo-tls").getData();

        edit(
                "demo-tls",
                secret -> new SecretBuilder(secret).removeFromData("ca.key").build());

        scene.eventuallyReason(DEMO, "RenewalBlocked", "AuthorityKeyMissing");
        scene.settle();
        assertThat(secret("demo-tls").getData())
                .doesNotContainKey("ca.key")
                .containsEntry("ca.crt", before.get("ca.crt"))
                .containsEntry("tls.crt", before.get("tls.crt"));
        assertThat(scene.condition(DEMO, "Ready").getReason()).isEqualTo("Available");
        assertThat(scene.condition(DEMO, "RenewalBlocked").getMessage())
                .as("what follows if the Secret is deleted")
                .contains("put ca.key back", "org-ca.crt");
        assertThat(scene.events("AuthorityKeyMissing")).hasSize(1);

        edit(
                "demo-tls",
                secret -> new SecretBuilder(secret)
                        .addToData("ca.key", before.get("ca.key"))
                        .build());

        scene.eventually(() -> assertThat(scene.status(DEMO).conditions())
                .noneMatch(condition -> condition.getType().equals("RenewalBlocked")));
        assertThat(secret("demo-tls").getData()).isEqualTo(before);
    }

    @Test
    void theStoresKeyIsNotMadeAnewWhenTheSecretIsDeleted() {
        Map<String, String> before = secret("demo-secrets").getData();
        Map<String, String> pods = scene.podAnnotations(DEMO);

        scene.delete(Secret.class, "demo-secrets");

        scene.eventuallyReason(DEMO, "Ready", "DatabaseKeyMissing");
        scene.settle();
        assertThat(secret("demo-secrets").getData()).containsOnlyKeys("admin-secret", "dashboard-signing-key");
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(pods);
        assertThat(scene.events("DatabaseKeyMissing")).hasSize(1);

        edit(
                "demo-secrets",
                secret -> new SecretBuilder(secret)
                        .addToData("db-encryption-key", before.get("db-encryption-key"))
                        .build());

        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(secret("demo-secrets").getData())
                .containsEntry("db-encryption-key", before.get("db-encryption-key"));
        assertThat(scene.podAnnotations(DEMO)).isNotEqualTo(pods);
    }

    @Test
    void aStoresKeyThatIsTooShortIsLeftAloneAndSoAreThePodsButForTheirNumber() {
        scene.database("db", "secret");
        scene.ready("shop", ON_POSTGRES);
        Map<String, String> pods = scene.podAnnotations("shop");

        spoilTheKeyOfShop();
        scene.change("shop", "{\"replicas\": 2}");

        scene.eventually(() ->
                assertThat(scene.deployment("shop").getSpec().getReplicas()).isEqualTo(2));
        scene.settle();
        assertThat(secret("shop-secrets").getData()).containsEntry("db-encryption-key", TOO_SHORT);
        assertThat(scene.podAnnotations("shop")).isEqualTo(pods);

        String before = scene.deployment("shop").getMetadata().getUid();
        scene.delete(Deployment.class, "shop");

        scene.eventually(() -> assertThat(scene.find(Deployment.class, "shop"))
                .hasValueSatisfying(
                        again -> assertThat(again.getMetadata().getUid()).isNotEqualTo(before)));
        scene.settle();
        assertThat(secret("shop-secrets").getData()).containsEntry("db-encryption-key", TOO_SHORT);
        assertThat(scene.condition("shop", "Ready").getReason()).isEqualTo("DatabaseKeyMissing");
    }

    /** Nothing else would have the operator look again within minutes. */
    @Test
    void aNumberThatCouldNotBeChangedIsTriedAgainAlsoWherePodsAreLeftAlone() {
        scene.stopOperator();
        try (FaultyApi api = scene.cluster().faulty()) {
            scene.startOperatorBehind(api);
            scene.database("db", "secret");
            scene.ready("shop", ON_POSTGRES);
            spoilTheKeyOfShop();
            api.refuse(403, (method, path) -> method.equals("PATCH") && path.endsWith("/deployments/shop"));

            scene.change("shop", "{\"replicas\": 2}");

            scene.eventuallyReason("shop", "Degraded", "ApiRefused");
            assertThat(scene.condition("shop", "Ready").getReason())
                    .as("the only sign that the store was used, should the Deployment go, too")
                    .isEqualTo("DatabaseKeyMissing");
            api.refuseNothing();
            scene.eventually(() ->
                    assertThat(scene.deployment("shop").getSpec().getReplicas()).isEqualTo(2));
            scene.eventually(() -> assertThat(scene.status("shop").conditions())
                    .noneMatch(condition -> condition.getType().equals("Degraded")));
            scene.stopOperator();
        }
    }

    /** Whoever reads ConfigMaps and pods could compute this digest of every password in a list. */
    @Test
    void whatIsWrittenDownOfAUsersSecretIsNoDigestThatAnybodyCanCompute() {
        scene.database("db", "secret");
        scene.ready("shop", """
                hardwareClass: standard-8
                storage:
                  type: postgres
                  postgres:
                    secretName: db
                """);
        Map<String, String> digests = new TreeMap<>(secret("db").getData());
        digests.replaceAll((name, value) -> Checksum.of(value));

        assertThat(Annotations.read(scene.find(ConfigMap.class, "shop-config").orElseThrow(), Annotations.LAST_GOOD))
                .hasValueSatisfying(text -> assertThat(text).contains("db").doesNotContain(Checksum.of(digests)));
    }

    /** By a pass that read the Secret before, and writes it afterwards. */
    @Test
    void whatIsPutThereWhilePassesGoOnIsNeverUndone() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicBoolean ended = new AtomicBoolean();
            Future<?> passes = threads.submit(() -> {
                while (!ended.get()) scene.annotate(DEMO, "touched", Long.toString(System.nanoTime()));
            });
            try {
                for (int round = 0; round < ROUNDS; round++) putAnotherAdminSecret(round);
            } finally {
                ended.set(true);
            }
            passes.get();
        }
    }

    private void putAnotherAdminSecret(int round) {
        Map<String, String> pods = scene.podAnnotations(DEMO);
        String text = Base64.getEncoder()
                .encodeToString("put here by an administrator, in round %02d"
                        .formatted(round)
                        .getBytes(UTF_8));

        edit(
                "demo-secrets",
                secret -> new SecretBuilder(secret)
                        .addToData("admin-secret", text)
                        .build());

        scene.eventually(() -> assertThat(scene.podAnnotations(DEMO)).isNotEqualTo(pods));
        assertThat(secret("demo-secrets").getData()).containsEntry("admin-secret", text);
    }

    private Secret secret(String name) {
        return scene.find(Secret.class, name).orElseThrow();
    }

    private void spoilTheKeyOfShop() {
        edit(
                "shop-secrets",
                secret -> new SecretBuilder(secret)
                        .addToData("db-encryption-key", TOO_SHORT)
                        .build());
        scene.eventuallyReason("shop", "Ready", "DatabaseKeyMissing");
    }

    private void loseLabelAndGetItBack(String name) {
        edit(
                name,
                secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .removeFromLabels("app.kubernetes.io/managed-by")
                        .endMetadata()
                        .build());
        scene.eventually(() -> assertThat(secret(name).getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "mastio-operator"));
        scene.settle();
    }

    private void edit(String name, UnaryOperator<Secret> change) {
        scene.client().secrets().inNamespace(scene.namespace()).withName(name).edit(change);
    }
}
