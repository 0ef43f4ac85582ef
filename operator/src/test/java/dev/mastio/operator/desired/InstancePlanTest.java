package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.Tls;
import dev.mastio.operator.soak.RunToken;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstancePlanTest {

    private final InstancePlan plan = Scenario.named("postgres").plan();

    @Test
    void replicasAreLeftToAnotherWriterWhenThePlanHasNone() {
        assertThat(DesiredDeployment.of(replicas(OptionalInt.empty())).getSpec().getReplicas())
                .isNull();
    }

    @Test
    void anInstanceWithoutReplicasKeepsItsDeployment() {
        assertThat(DesiredDeployment.of(replicas(OptionalInt.of(0))).getSpec().getReplicas())
                .isZero();
    }

    @Test
    void aDisruptionBudgetBeginsAtTwoReplicas() {
        assertThat(DesiredPodDisruptionBudget.of(replicas(OptionalInt.of(1)))).isEmpty();
        assertThat(DesiredPodDisruptionBudget.of(replicas(OptionalInt.of(2)))).isPresent();
    }

    @Test
    void theNumberOfReplicasDoesNotRollThePods() {
        assertThat(template(replicas(OptionalInt.of(5)))).isEqualTo(template(replicas(OptionalInt.of(1))));
    }

    @Test
    void aChangedSecretRollsThePods() {
        Map<String, SecretFacts> secrets = new TreeMap<>(plan.secrets());
        secrets.put("shop-database", new SecretFacts("another", Set.of("url", "username", "password")));

        assertThat(template(plan.withSecrets(secrets))).isNotEqualTo(template(plan));
    }

    @Test
    void aRenewedCertificateRollsNoPodsBecauseTheyTakeItUpThemselves() {
        InstancePlan before = Scenario.named("from-before").plan();
        Map<String, SecretFacts> renewed = new TreeMap<>(before.secrets());
        renewed.computeIfPresent("shop-tls", (name, facts) -> new SecretFacts("renewed", facts.keys()));

        assertThat(template(before.withSecrets(renewed))).isEqualTo(template(before));
    }

    @Test
    void aCertificateOfTheUsersRollsThemOnlyIfItsSecretHoldsMoreThanThat() {
        MastioInstanceSpec spec = plan.spec();
        InstancePlan shared = with(new MastioInstanceSpec(
                spec.hardwareClass(),
                spec.image(),
                spec.version(),
                spec.replicas(),
                spec.workload(),
                spec.storage(),
                new Tls("shop-database", List.of()),
                spec.pki(),
                spec.autoscaling(),
                spec.soak(),
                spec.licenseSecretName(),
                spec.plugins(),
                spec.pod(),
                spec.networkPolicy(),
                spec.edge()));

        assertThat(template(shared.withSecrets(with("shop-database", "changed"))))
                .isNotEqualTo(template(shared));
    }

    @Test
    void theOrgRootIsMountedReadOnlyAndAChangedOneRollsThePods() {
        PodSpec pod = DesiredDeployment.of(plan).getSpec().getTemplate().getSpec();
        Container proxy = pod.getContainers().getFirst();

        assertThat(proxy.getEnv())
                .contains(new EnvVarBuilder()
                        .withName("MASTIO_PKI_DIR")
                        .withValue("/etc/mastio/pki")
                        .build());
        assertThat(proxy.getVolumeMounts())
                .filteredOn(mount -> mount.getMountPath().equals("/etc/mastio/pki"))
                .singleElement()
                .satisfies(mount -> assertThat(mount.getReadOnly()).isTrue());
        assertThat(mountedOf("shop-pki", plan)).containsExactly("org-ca.crt", "org-ca.key");
        assertThat(template(plan.withSecrets(with("shop-pki", "changed")))).isNotEqualTo(template(plan));
    }

    @Test
    void whereTheOrganisationVouchesForTheServerPodsMountNoCertificateAndAreToldItsNames() {
        assertThat(plan.tlsSecret()).isEmpty();
        assertThat(DesiredDeployment.of(plan).toString())
                .doesNotContain("MASTIO_TLS_")
                .doesNotContain("shop-tls");
        assertThat(DesiredConfigMap.of(plan).getData())
                .containsEntry(
                        "MCP_PROXY_NGINX_SAN",
                        "shop,shop.agents,shop.agents.svc,shop.agents.svc.cluster.local,localhost");
    }

    @Test
    void namesThatAUserGivesTheServerInTheEnvironmentComeOnTop() {
        assertThat(DesiredConfigMap.of(
                                Scenario.named("postgres").planWith("MCP_PROXY_NGINX_SAN", "10.0.0.7, shop.example"))
                        .getData())
                .containsEntry(
                        "MCP_PROXY_NGINX_SAN",
                        "shop,shop.agents,shop.agents.svc,shop.agents.svc.cluster.local,localhost,10.0.0.7, shop.example");
    }

    @Test
    void aSoakSeesOfTheOrgRootItsCertificateOnly() {
        assertThat(trustedBySoaksOf("postgres")).containsExactly("shop-pki/org-ca.crt");
        assertThat(trustedBySoaksOf("everything")).containsExactly("branch-org-root/org-ca.crt");
        assertThat(trustedBySoaksOf("from-before")).containsExactly("shop-tls/ca.crt");
        assertThat(trustedBySoaksOf("own-certificate")).isEmpty();
    }

    private static List<String> trustedBySoaksOf(String scenario) {
        CronJob soak = DesiredSoakCronJob.of(Scenario.named(scenario).plan()).orElseThrow();
        return soak.getSpec().getJobTemplate().getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("ca"))
                .map(Volume::getSecret)
                .flatMap(secret -> secret.getItems().stream().map(item -> secret.getSecretName() + "/" + item.getKey()))
                .toList();
    }

    @Test
    void anOrgRootThatIsInTheStoreIsNotMounted() {
        InstancePlan before = Scenario.named("from-before").plan().withOwnOrgRoot(false);

        assertThat(before.orgRootSecret()).isEmpty();
        assertThat(DesiredDeployment.of(before).toString())
                .doesNotContain("MASTIO_PKI_DIR")
                .doesNotContain("shop-pki");
        assertThat(DesiredProxySecret.of(before, Map.of()).getMetadata().getAnnotations())
                .doesNotContainKey("mastio.dev/org-root");
    }

    @Test
    void anIntermediateThatIsAddedIsMountedTooAndAKeyThatIsTakenAwayIsNot() {
        Map<String, SecretFacts> secrets = new TreeMap<>(plan.secrets());
        secrets.put("shop-pki", new SecretFacts("1", Set.of("org-ca.crt", "mastio-ca.crt", "mastio-ca.key", "other")));

        assertThat(mountedOf("shop-pki", plan.withSecrets(secrets)))
                .containsExactly("org-ca.crt", "mastio-ca.crt", "mastio-ca.key");
    }

    @Test
    void podsWaitForAnOrgRootThatIsMissing() {
        Map<String, SecretFacts> secrets = new TreeMap<>(plan.secrets());
        secrets.put("shop-pki", new SecretFacts("1", Set.of()));

        assertThat(mountedOf("shop-pki", plan.withSecrets(secrets))).containsExactly("org-ca.crt", "org-ca.key");
    }

    @Test
    void theOrganisationIsWhatTheProxyIsToldOrNothing() {
        assertThat(plan.organisation()).isEmpty();
        assertThat(Scenario.named("postgres")
                        .planWith("MCP_PROXY_ORG_ID", " acme ")
                        .organisation())
                .contains("acme");
        assertThat(Scenario.named("postgres").planWith("MCP_PROXY_ORG_ID", " ").organisation())
                .isEmpty();
    }

    @Test
    void aSecretThatThePodsDoNotReadDoesNotRollThem() {
        Map<String, SecretFacts> secrets = new TreeMap<>(plan.secrets());
        secrets.put("unrelated", new SecretFacts("anything", Set.of()));

        assertThat(template(plan.withSecrets(secrets))).isEqualTo(template(plan));
    }

    @Test
    void podsAreNotBuiltOnSecretsThatWereNotRead() {
        assertThatIllegalStateException()
                .isThrownBy(() -> DesiredDeployment.of(plan.withSecrets(Map.of())))
                .withMessageContaining("agents/shop")
                .withMessageContaining("the Secret shop-");
    }

    @ParameterizedTest
    @CsvSource({"MASTIO_CONNECTION_MAX_AGE_SECONDS, 10, 300", "MCP_PROXY_ENVIRONMENT, production, development"})
    void aUsersOwnValueWinsOverADefault(String setting, String byDefault, String own) {
        assertThat(DesiredConfigMap.of(plan).getData()).containsEntry(setting, byDefault);
        assertThat(DesiredConfigMap.of(Scenario.named("postgres").planWith(setting, own))
                        .getData())
                .containsEntry(setting, own);
    }

    @Test
    void theScheduleIsHeldWhileARunOnDemandGoesOn() {
        InstancePlan held = new InstancePlan(
                plan.name(),
                plan.namespace(),
                plan.uid(),
                plan.spec(),
                plan.capacity(),
                plan.images(),
                plan.replicas(),
                plan.secrets(),
                true,
                plan.operatorNamespace(),
                plan.ownOrgRoot(),
                plan.ownCa());

        assertThat(DesiredSoakCronJob.of(plan).orElseThrow().getSpec().getSuspend())
                .isFalse();
        assertThat(DesiredSoakCronJob.of(held).orElseThrow().getSpec().getSuspend())
                .isTrue();
    }

    @Test
    void aRunOnDemandIsTheScheduledJobUnderTheTokensName() {
        RunToken token = RunToken.of("before-release").orElseThrow();

        CronJob cronJob = DesiredSoakCronJob.of(plan).orElseThrow();
        Job job = DesiredSoakJob.of(plan, token).orElseThrow();

        assertThat(job.getMetadata().getName()).isEqualTo(token.jobName("shop"));
        assertThat(job.getMetadata().getAnnotations()).containsEntry("mastio.dev/run-soak", "before-release");
        assertThat(job.getSpec().getTemplate())
                .isEqualTo(cronJob.getSpec().getJobTemplate().getSpec().getTemplate());
        assertThat(job.getSpec().getBackoffLimit()).isZero();
    }

    @Test
    void withoutASoakThereIsNothingToRun() {
        InstancePlan minimal = Scenario.named("minimal").plan();

        assertThat(DesiredSoakCronJob.of(minimal)).isEmpty();
        assertThat(DesiredSoakJob.of(minimal, RunToken.of("now").orElseThrow())).isEmpty();
    }

    @Test
    void theSelectorOfTheScaleSubresourceIsTheDeploymentsAsText() {
        assertThat(Labels.selectorText("shop"))
                .isEqualTo(
                        "app.kubernetes.io/component=proxy,app.kubernetes.io/instance=shop,app.kubernetes.io/name=mastio");
    }

    private InstancePlan replicas(OptionalInt replicas) {
        return new InstancePlan(
                plan.name(),
                plan.namespace(),
                plan.uid(),
                plan.spec(),
                plan.capacity(),
                plan.images(),
                replicas,
                plan.secrets(),
                plan.scheduleHeld(),
                plan.operatorNamespace(),
                plan.ownOrgRoot(),
                plan.ownCa());
    }

    private Map<String, SecretFacts> with(String secret, String checksum) {
        Map<String, SecretFacts> secrets = new TreeMap<>(plan.secrets());
        secrets.computeIfPresent(secret, (name, facts) -> new SecretFacts(checksum, facts.keys()));
        return secrets;
    }

    private InstancePlan with(MastioInstanceSpec spec) {
        return new InstancePlan(
                plan.name(),
                plan.namespace(),
                plan.uid(),
                spec,
                plan.capacity(),
                plan.images(),
                plan.replicas(),
                plan.secrets(),
                plan.scheduleHeld(),
                plan.operatorNamespace(),
                plan.ownOrgRoot(),
                plan.ownCa());
    }

    private static List<String> mountedOf(String secret, InstancePlan plan) {
        return DesiredDeployment.of(plan).getSpec().getTemplate().getSpec().getVolumes().stream()
                .map(Volume::getSecret)
                .filter(volume -> volume != null && volume.getSecretName().equals(secret))
                .flatMap(volume -> volume.getItems().stream())
                .map(KeyToPath::getKey)
                .toList();
    }

    private static Object template(InstancePlan plan) {
        return DesiredDeployment.of(plan).getSpec().getTemplate();
    }
}
