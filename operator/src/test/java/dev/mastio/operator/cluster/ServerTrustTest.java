package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who vouches for the server: the organisation for new instances, a CA of its own for whoever has one. */
class ServerTrustTest {

    private static final String CA = "demo-tls";
    private static final String ROOT = "demo-pki";
    private static final String WITH_SOAK = """
            hardwareClass: standard-8
            soak:
              schedule: "@yearly"
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
    void forANewInstanceTheOrganisationVouches() {
        scene.startOperator();

        scene.ready(DEMO, WITH_SOAK);
        scene.settle();

        assertThatTheOrganisationVouches();
        assertThat(trustedBySoaks()).containsExactly(ROOT + "/org-ca.crt");
        assertThat(settings().get("MCP_PROXY_NGINX_SAN"))
                .startsWith("demo,demo." + scene.namespace() + ",")
                .contains(",demo." + scene.namespace() + ".svc,");
        assertThat(scene.status(DEMO).conditions())
                .noneMatch(condition -> condition.getType().equals("RenewalBlocked"));
        assertThat(scene.events("PkiCreated")).isEmpty();
    }

    @Test
    void aRestartedOperatorAndAnotherLookLeaveThatAsItIs() {
        scene.startOperator();
        scene.ready(DEMO, WITH_SOAK);
        scene.settle();

        assertThatARestartedOperatorWritesNothing();
    }

    @Test
    void furtherNamesRollThePodsBecauseTheyAskForTheirCertificate() {
        scene.startOperator();
        scene.ready(DEMO);
        Map<String, String> before = scene.podAnnotations(DEMO);

        scene.change(DEMO, "{\"tls\": {\"dnsNames\": [\"mastio.example.com\"]}}");

        scene.eventually(() -> assertThat(scene.podAnnotations(DEMO)).isNotEqualTo(before));
        assertThat(settings().get("MCP_PROXY_NGINX_SAN")).endsWith(",localhost,mastio.example.com");
    }

    @Test
    void anInstanceFromBeforeKeepsItsCaThroughUpgradeAndRestart() {
        Map<String, String> before = ready(scene.ownCa(DEMO));
        Map<String, String> pods = scene.podAnnotations(DEMO);

        assertThatARestartedOperatorWritesNothing();

        assertThat(scene.podAnnotations(DEMO)).isEqualTo(pods);
        assertThatItsOwnCaVouches(before);
    }

    @Test
    void whoeverDeletesItsCaHasTheOrganisationVouch() {
        ready(scene.ownCa(DEMO));

        scene.delete(Secret.class, CA);

        scene.eventually(() -> assertThat(mounted()).doesNotContain(CA));
        scene.eventually(() -> assertThat(trustedBySoaks()).containsExactly(ROOT + "/org-ca.crt"));
        scene.eventuallyReason(DEMO, "Ready", "Available");
        scene.settle();
        double writes = scene.writes();
        scene.lookAgain();
        assertThatTheOrganisationVouches();
        assertThat(scene.writes()).isEqualTo(writes);
    }

    @Test
    void soItDoesWhereThatHappensWhileNoOperatorRuns() {
        ready(scene.ownCa(DEMO));
        scene.stopOperator();
        scene.delete(Secret.class, CA);

        scene.startOperator();

        scene.eventually(() -> assertThat(mounted()).doesNotContain(CA));
        scene.settle();
        assertThatTheOrganisationVouches();
    }

    @Test
    void aCaThatLostAllItsLabelsIsReportedAndNotGivenUp() {
        ready(scene.ownCa(DEMO));
        Map<String, String> pods = scene.podAnnotations(DEMO);

        scene.client()
                .secrets()
                .inNamespace(scene.namespace())
                .withName(CA)
                .edit(secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .withLabels(Map.of())
                        .endMetadata()
                        .build());
        scene.lookAgain();

        scene.eventuallyReason(DEMO, "Ready", "NameTaken");
        scene.settle();
        assertThat(mounted()).contains(CA);
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(pods);
    }

    @Test
    void aCaThatIsPutBackIsUsedAgain() {
        Secret ca = scene.ownCa(DEMO);
        Map<String, String> before = ready(ca);
        scene.delete(Secret.class, CA);
        scene.eventually(() -> assertThat(mounted()).doesNotContain(CA));

        scene.client()
                .resource(new SecretBuilder(ca)
                        .editMetadata()
                        .withResourceVersion(null)
                        .withUid(null)
                        .endMetadata()
                        .build())
                .create();

        scene.eventually(() -> assertThat(mounted()).contains(CA));
        scene.settle();
        assertThatItsOwnCaVouches(before);
    }

    /** Of an earlier operator that was killed: it wrote the two Secrets in no particular order, and the Deployment after both. */
    @Test
    void aCaThatWasWrittenBeforeTheOrgRootIsKept() {
        Map<String, String> before = ready(scene.ownCa(DEMO));

        assertThatItsOwnCaVouches(before);
        assertThat(mounted()).contains(ROOT);
    }

    @Test
    void anOrgRootThatWasWrittenWithoutAnythingElseVouches() {
        scene.startOperator();
        scene.ready(DEMO, WITH_SOAK);
        scene.stopOperator();
        scene.delete(MastioInstance.class, DEMO);
        scene.eventually(() -> assertThat(scene.find(Deployment.class, DEMO)).isEmpty());
        scene.delete(PersistentVolumeClaim.class, "demo-data");
        scene.delete(Secret.class, "demo-secrets");
        Map<String, String> root = data(ROOT);

        scene.startOperator();
        scene.ready(DEMO, WITH_SOAK);
        scene.settle();

        assertThat(data(ROOT)).isEqualTo(root);
        assertThatTheOrganisationVouches();
    }

    @Test
    void aLostOrgRootBringsNoCaInItsPlace() {
        scene.startOperator();
        scene.ready(DEMO, WITH_SOAK);
        scene.settle();
        Map<String, String> pods = scene.podAnnotations(DEMO);

        scene.delete(Secret.class, ROOT);

        scene.eventuallyReason(DEMO, "Ready", "OrgRootMissing");
        scene.settle();
        assertThat(scene.podAnnotations(DEMO)).isEqualTo(pods);
        assertThatTheOrganisationVouches();
    }

    /** Its root is in the store, of which the operator could tell nobody. */
    @Test
    void anInstanceWhoseOrgRootIsInTheStoreGetsACaOfItsOwn() {
        scene.startOperator();
        scene.ready(DEMO, WITH_SOAK);
        scene.settle();
        scene.delete(Secret.class, ROOT);
        scene.eventuallyReason(DEMO, "Ready", "OrgRootMissing");
        scene.settle();

        scene.client()
                .secrets()
                .inNamespace(scene.namespace())
                .withName("demo-secrets")
                .edit(keys -> new SecretBuilder(keys)
                        .editMetadata()
                        .removeFromAnnotations("mastio.dev/org-root")
                        .endMetadata()
                        .build());

        scene.eventually(() -> assertThat(mounted()).contains(CA).doesNotContain(ROOT));
        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(trustedBySoaks()).containsExactly(CA + "/ca.crt");
        assertThat(scene.events("PkiCreated")).hasSize(1);
    }

    @Test
    void ofAUsersOrgRootSoaksSeeTheCertificate() {
        scene.startOperator();
        scene.secret("mine", Map.of("org-ca.crt", "root", "org-ca.key", "key"));

        scene.ready(DEMO, WITH_SOAK + "pki: {secretName: mine}\n");
        scene.settle();

        assertThatTheOrganisationVouches();
        assertThat(trustedBySoaks()).containsExactly("mine/org-ca.crt");
    }

    @Test
    void aUsersOwnCertificateIsShownAsItIs() {
        scene.startOperator();
        scene.secret("cert", Map.of("tls.crt", "certificate", "tls.key", "key", "ca.crt", "a CA"));

        scene.ready(DEMO, WITH_SOAK + "tls: {secretName: cert}\n");
        scene.settle();

        assertThat(scene.find(Secret.class, CA)).isEmpty();
        assertThat(mounted()).contains("cert");
        assertThat(trustedBySoaks()).containsExactly("cert/ca.crt");
        assertThat(settings()).doesNotContainKey("MCP_PROXY_NGINX_SAN");

        scene.change(DEMO, "{\"tls\": null}");

        scene.eventually(() -> assertThat(mounted()).doesNotContain("cert"));
        scene.settle();
        assertThatTheOrganisationVouches();
    }

    @Test
    void anEdgeHasACaOfItsOwn() {
        scene.startOperator();

        scene.apply(DEMO, """
                hardwareClass: standard-8
                edge: {upstream: 'registry.example/mastio:1'}
                """);

        scene.eventually(() -> assertThat(mounted()).contains(CA));
        scene.settle();
        assertThat(data(CA)).containsOnlyKeys("ca.crt", "ca.key", "tls.crt", "tls.key");
        assertThat(settings()).doesNotContainKey("MCP_PROXY_NGINX_SAN");
    }

    private Map<String, String> ready(Secret ca) {
        scene.startOperator();
        scene.ready(DEMO, WITH_SOAK);
        scene.settle();
        return ca.getData();
    }

    private void assertThatARestartedOperatorWritesNothing() {
        scene.stopOperator();

        scene.startOperator();
        scene.eventually(() ->
                assertThat(scene.metric("mastio_operator_reconciles_total")).isPositive());
        scene.lookAgain();

        assertThat(scene.writes()).isZero();
    }

    private void assertThatTheOrganisationVouches() {
        assertThat(scene.find(Secret.class, CA)).isEmpty();
        assertThat(mounted()).doesNotContain(CA);
        assertThat(settings()).containsKey("MCP_PROXY_NGINX_SAN");
    }

    private void assertThatItsOwnCaVouches(Map<String, String> before) {
        assertThat(data(CA))
                .containsEntry("ca.crt", before.get("ca.crt"))
                .containsEntry("ca.key", before.get("ca.key"));
        assertThat(mounted()).contains(CA);
        assertThat(trustedBySoaks()).containsExactly(CA + "/ca.crt");
        assertThat(settings()).doesNotContainKey("MCP_PROXY_NGINX_SAN");
        assertThat(scene.events("PkiCreated")).isEmpty();
    }

    private Map<String, String> settings() {
        return scene.find(ConfigMap.class, "demo-config").orElseThrow().getData();
    }

    private Map<String, String> data(String secret) {
        return scene.find(Secret.class, secret).orElseThrow().getData();
    }

    private List<String> mounted() {
        return scene.deployment(DEMO).getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName())
                .toList();
    }

    /** Each as Secret and entry. */
    private List<String> trustedBySoaks() {
        PodSpec pod = scene.find(CronJob.class, "demo-soak")
                .orElseThrow()
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec();
        return pod.getVolumes().stream()
                .filter(volume -> volume.getName().equals("ca"))
                .map(Volume::getSecret)
                .flatMap(secret -> secret.getItems().stream().map(item -> secret.getSecretName() + "/" + item.getKey()))
                .toList();
    }
}
