package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Org Root is made once, given, kept, and never replaced. */
class OrgRootTest {

    private static final String ROOT = "demo-pki";
    private static final String KEYS = "demo-secrets";
    private static final String ANNOTATION = "mastio.dev/org-root";
    private static final String MINE = "org-root";
    private static final String WITH_MINE = """
            hardwareClass: standard-8
            pki:
              secretName: org-root
            """;

    private Scene scene;

    @BeforeEach
    void prepare() {
        scene = Scene.withoutOperator();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aNewInstanceGetsOneThatIsNamedAfterTheOrganisationAndSaysSo() throws Exception {
        scene.startOperator();

        scene.ready(DEMO, """
                hardwareClass: standard-8
                pod:
                  env:
                  - name: MCP_PROXY_ORG_ID
                    value: acme
                """);

        assertThat(certificate().getSubjectX500Principal().getName()).isEqualTo("O=acme,CN=acme CA");
        assertThat(mounted()).containsExactly("org-ca.crt", "org-ca.key");
        assertThat(secret(KEYS).getMetadata().getAnnotations()).containsEntry(ANNOTATION, ROOT);
        assertThat(scene.events("OrgRootCreated"))
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage()).contains(ROOT));
    }

    /** Killed between two writes: each is found by the next operator. */
    @Test
    void whatAKilledOperatorHasWrittenIsGoneOnWith() {
        scene.startOperator();
        scene.ready(DEMO);
        Map<String, String> root = secret(ROOT).getData();
        scene.stopOperator();
        scene.delete(MastioInstance.class, DEMO);
        scene.eventually(() -> assertThat(scene.find(Deployment.class, DEMO)).isEmpty());
        scene.delete(PersistentVolumeClaim.class, "demo-data");
        scene.delete(Secret.class, KEYS);

        scene.startOperator();
        scene.ready(DEMO);

        assertThat(secret(ROOT).getData()).isEqualTo(root);
        assertThat(secret(KEYS).getMetadata().getAnnotations()).containsEntry(ANNOTATION, ROOT);
    }

    @Test
    void oneThatIsLostIsReportedAndNotMadeAnewAndPodsAreLeftAlone() {
        scene.startOperator();
        settled();
        Secret before = secret(ROOT);
        Map<String, String> pods = scene.podAnnotations(DEMO);

        scene.delete(Secret.class, ROOT);

        scene.eventuallyReason(DEMO, "Ready", "OrgRootMissing");
        scene.settle();
        assertThat(scene.condition(DEMO, "Ready").getMessage())
                .contains("demo-pki has no org-ca.crt, org-ca.key (or mastio-ca.crt and mastio-ca.key)")
                .contains("put it back");
        assertThat(secret(ROOT).getData()).isNullOrEmpty();
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(pods);
        assertThat(scene.events("OrgRootMissing")).hasSize(1);

        edit(
                ROOT,
                secret -> new SecretBuilder(secret).withData(before.getData()).build());

        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(pods);
        assertThat(scene.events("OrgRootCreated"))
                .singleElement()
                .satisfies(event -> assertThat(event.getCount()).isEqualTo(1));
    }

    @Test
    void aKeyThatIsTakenAwayWithoutAnIntermediateInItsPlaceIsMissedAndWithOneItIsNot() {
        scene.startOperator();
        settled();
        Map<String, String> pods = scene.podAnnotations(DEMO);

        edit(
                ROOT,
                secret -> new SecretBuilder(secret).removeFromData("org-ca.key").build());

        scene.eventuallyReason(DEMO, "Ready", "OrgRootMissing");
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(pods);

        edit(
                ROOT,
                secret -> new SecretBuilder(secret)
                        .addToData("mastio-ca.crt", base64("an Intermediate"))
                        .addToData("mastio-ca.key", base64("its key"))
                        .build());

        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(mounted()).containsExactly("org-ca.crt", "mastio-ca.crt", "mastio-ca.key");
    }

    @Test
    void whoeverGivesUpALostOneGoesOnWithoutIt() {
        scene.startOperator();
        settled();
        scene.delete(Secret.class, ROOT);
        scene.eventuallyReason(DEMO, "Ready", "OrgRootMissing");
        scene.settle();

        edit(
                KEYS,
                secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .removeFromAnnotations(ANNOTATION)
                        .endMetadata()
                        .build());

        scene.eventuallyReason(DEMO, "Ready", "Available");
        scene.settle();
        assertThat(mounted()).isEmpty();
        assertThat(secret(KEYS).getMetadata().getAnnotations()).doesNotContainKey(ANNOTATION);
    }

    @Test
    void thePodsTellOfItWhereBothSecretsAreDeleted() {
        scene.startOperator();
        scene.ready(DEMO);
        String key = secret(KEYS).getData().get("db-encryption-key");
        Map<String, String> pods = scene.podAnnotations(DEMO);
        scene.stopOperator();
        scene.delete(Secret.class, ROOT);
        scene.delete(Secret.class, KEYS);

        scene.startOperator();
        scene.eventuallyReason(DEMO, "Ready", "DatabaseKeyMissing");
        edit(
                KEYS,
                secret -> new SecretBuilder(secret)
                        .addToData("db-encryption-key", key)
                        .build());

        scene.eventuallyReason(DEMO, "Ready", "OrgRootMissing");
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(pods);
    }

    @Test
    void oneThatIsDeletedWhileItsInstanceIsAwayIsMissedToo() {
        scene.startOperator();
        settled();
        scene.delete(MastioInstance.class, DEMO);
        scene.eventually(() -> assertThat(scene.find(Deployment.class, DEMO)).isEmpty());
        scene.delete(Secret.class, ROOT);

        scene.apply(DEMO, "hardwareClass: standard-8");

        scene.eventuallyReason(DEMO, "Ready", "OrgRootMissing");
        assertThat(secret(ROOT).getData()).isNullOrEmpty();
        assertThat(mounted()).as("what pods wait for").containsExactly("org-ca.crt", "org-ca.key");
    }

    /** Its proxies have made one themselves, and keep it in the store. */
    @Test
    void anInstanceFromBeforeKeepsTheOneInItsStore() {
        scene.client().resource(keysFromBefore()).create();

        scene.startOperator();
        scene.ready(DEMO);
        scene.settle();

        assertThat(scene.find(Secret.class, ROOT)).isEmpty();
        assertThat(mounted()).isEmpty();
        assertThat(secret(KEYS).getMetadata().getAnnotations()).doesNotContainKey(ANNOTATION);
    }

    @Test
    void aGivenOneIsAskedForMountedAndNoOtherIsMade() {
        scene.startOperator();
        scene.apply(DEMO, WITH_MINE);
        scene.eventuallyReason(DEMO, "Ready", "DependencyMissing");
        assertThat(scene.condition(DEMO, "Ready").getMessage())
                .contains("spec.pki.secretName: Secret org-root does not exist: create it with org-ca.crt");

        scene.secret(MINE, Map.of("org-ca.crt", "root", "org-ca.key", "key"));

        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(mounted()).containsExactly("org-ca.crt", "org-ca.key");
        assertThat(scene.find(Secret.class, ROOT)).isEmpty();
        assertThat(scene.find(ConfigMap.class, "demo-config").orElseThrow().toString())
                .doesNotContain(base64("key"));
    }

    @Test
    void anIntermediateThatIsAddedRollsThePodsAndASecretThatIsTakenAwayDoesNot() {
        scene.startOperator();
        scene.secret(MINE, Map.of("org-ca.crt", "root", "org-ca.key", "key"));
        scene.ready(DEMO, WITH_MINE);
        Map<String, String> before = scene.podAnnotations(DEMO);

        scene.secret(MINE, Map.of("org-ca.crt", "root", "mastio-ca.crt", "new", "mastio-ca.key", "its key"));

        scene.eventually(() -> assertThat(scene.podAnnotations(DEMO)).isNotEqualTo(before));
        assertThat(mounted()).containsExactly("org-ca.crt", "mastio-ca.crt", "mastio-ca.key");
        scene.eventuallyReason(DEMO, "Ready", "Available");
        Map<String, String> after = scene.podAnnotations(DEMO);

        scene.delete(Secret.class, MINE);

        scene.eventuallyReason(DEMO, "Ready", "DependencyMissing");
        scene.settle();
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(after);
    }

    @Test
    void aGivenOneThatIsTakenOutOfTheSpecIsInTheStore() {
        scene.startOperator();
        scene.secret(MINE, Map.of("org-ca.crt", "root", "org-ca.key", "key"));
        scene.ready(DEMO, WITH_MINE);

        scene.change(DEMO, "{\"pki\": null}");

        scene.eventually(() -> assertThat(mounted()).isEmpty());
        scene.settle();
        assertThat(scene.find(Secret.class, ROOT)).isEmpty();
    }

    /** A pass that is still under way would put back what is taken away. */
    private void settled() {
        scene.ready(DEMO);
        scene.settle();
    }

    private Secret keysFromBefore() {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(KEYS)
                .withNamespace(scene.namespace())
                .addToLabels("app.kubernetes.io/managed-by", "mastio-operator")
                .addToLabels("app.kubernetes.io/instance", DEMO)
                .endMetadata()
                .addToStringData("admin-secret", "an admin secret of thirty-two letters")
                .addToStringData("dashboard-signing-key", "a signing key of thirty-two letters")
                .addToStringData("db-encryption-key", "a passphrase of thirty-two letters")
                .build();
    }

    private List<String> mounted() {
        return scene.deployment(DEMO).getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("pki"))
                .map(Volume::getSecret)
                .flatMap(secret -> secret.getItems().stream())
                .map(KeyToPath::getKey)
                .toList();
    }

    private X509Certificate certificate() throws CertificateException {
        byte[] pem = Base64.getDecoder().decode(secret(ROOT).getData().get("org-ca.crt"));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private Secret secret(String name) {
        return scene.find(Secret.class, name).orElseThrow();
    }

    private void edit(String name, UnaryOperator<Secret> change) {
        scene.client().secrets().inNamespace(scene.namespace()).withName(name).edit(change);
    }
}
