package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.operator.desired.DesiredProxySecret;
import dev.mastio.operator.desired.Labels;
import dev.mastio.operator.soak.RunToken;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instance that is made right after one of the same name was deleted. */
class NamesakeTest {

    private static final String ON_POSTGRES = """
            hardwareClass: standard-8
            storage:
              type: postgres
              onDelete: Delete
              postgres:
                secretName: db
            """;

    private final Scene scene = Scene.withoutOperator();
    private final FaultyApi api = scene.cluster().faulty();

    @BeforeEach
    void startWithADatabase() {
        scene.startOperatorBehind(api);
        scene.database("db", "secret");
    }

    @AfterEach
    void close() {
        scene.close();
        api.close();
    }

    @Test
    void isNotToldWhatWasFoundOutAboutTheOneThatIsGone() throws Exception {
        scene.ready(DEMO, ON_POSTGRES);
        scene.settle();
        // So many changes that the namesake will never have.
        scene.change(DEMO, "{\"pod\": {\"labels\": {\"revision\": \"two\"}}}");
        String gone = scene.instance(DEMO).getMetadata().getUid();
        deleteAmid("/%s/status".formatted(DEMO), "{\"pod\": {\"labels\": {\"revision\": \"three\"}}}");

        Statuses told = new Statuses(gone);
        goOnSeenBy(told, MastioInstance.class);

        assertThat(told.generations).isNotEmpty().containsOnly(1L);
        assertThat(keys()).containsKey(DesiredProxySecret.STORE_KEY);
    }

    @Test
    void findsNothingThatWasMadeForTheOneThatIsGone() throws Exception {
        scene.ready(DEMO, ON_POSTGRES);
        deleteAmid("/configmaps/%s-soak-report".formatted(DEMO), "{\"soak\": {\"schedule\": \"@yearly\"}}");

        Made<CronJob> made = new Made<>();
        goOnSeenBy(made, CronJob.class);

        assertThat(made.names).isEmpty();
    }

    @Test
    void findsNothingThatWasChangedForTheOneThatIsGone() throws Exception {
        scene.ready(DEMO, ON_POSTGRES);
        deleteAmid("/deployments/" + DEMO, "{\"pod\": {\"labels\": {\"revision\": \"two\"}}}");

        Made<Deployment> made = new Made<>();
        goOnSeenBy(made, Deployment.class);

        assertThat(made.names).as("the namesake's own").hasSize(1);
    }

    /** Deletes the instance with all that it has, while what a change of its spec makes the operator send to that place is held. */
    private void deleteAmid(String place, String change) throws InterruptedException {
        holdAmid(place, change);
        scene.delete(MastioInstance.class, DEMO);
        scene.eventually(() -> {
            assertThat(scene.find(MastioInstance.class, DEMO)).isEmpty();
            assertThat(scene.find(Deployment.class, DEMO)).isEmpty();
        });
    }

    private void holdAmid(String place, String change) throws InterruptedException {
        scene.settle();
        api.hold((method, path) -> method.equals("PATCH") && path.endsWith(place));
        scene.change(DEMO, change);
        assertThat(api.awaitHeld(Duration.ofSeconds(20))).isTrue();
    }

    /** Makes a namesake, lets what was held go, and watches until the namesake is Ready. */
    private <R extends HasMetadata> void goOnSeenBy(Watcher<R> watcher, Class<R> kind) {
        try (Watch watch =
                scene.client().resources(kind).inNamespace(scene.namespace()).watch(watcher)) {
            scene.apply(DEMO, ON_POSTGRES);
            api.letGo();

            scene.eventuallyReason(DEMO, "Ready", "Available");
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void takesADeploymentThatWillGoForNoSignThatItsStoreWasUsed() {
        scene.client().resource(deploymentOfAnother()).create();

        scene.apply(DEMO, ON_POSTGRES);

        scene.eventuallyReason(DEMO, "Ready", "NameTaken");
        assertThat(scene.deployment(DEMO).getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getName)
                .containsExactly("other");
        scene.delete(Deployment.class, DEMO);
        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(keys()).containsKey(DesiredProxySecret.STORE_KEY);
        assertThat(scene.events("DatabaseKeyMissing")).isEmpty();
    }

    /** It may hold a store, whose key is gone already. */
    @Test
    void leavesAVolumeThatWillGo() {
        scene.client().resource(volumeOfAnother()).create();

        scene.apply(DEMO, "hardwareClass: standard-8");

        scene.eventuallyReason(DEMO, "Ready", "NameTaken");
        assertThat(volume().getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getName)
                .containsExactly("other");
        String gone = volume().getMetadata().getUid();
        scene.delete(PersistentVolumeClaim.class, "demo-data");
        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(volume().getMetadata().getUid()).isNotEqualTo(gone);
    }

    /** Its name comes again with that of the instance and the token. */
    @Test
    void takesNoRunOfAnotherForItsOwn() {
        String name = RunToken.of("release-7").orElseThrow().jobName(DEMO);
        String another = scene.client()
                .resource(runOfAnother(name))
                .create()
                .getMetadata()
                .getUid();
        scene.ready(DEMO, "hardwareClass: standard-8\nsoak: {schedule: \"@yearly\"}");

        scene.annotate(DEMO, "mastio.dev/run-soak", "release-7");
        scene.lookAgain();

        assertThat(soak().handledToken()).isNull();
        assertThat(soak().active()).isNull();
        scene.delete(Job.class, name);
        scene.eventually(() -> assertThat(soak().handledToken()).isEqualTo("release-7"));
        assertThat(scene.find(Job.class, name).orElseThrow().getMetadata().getUid())
                .isNotEqualTo(another);
        assertThat(soak().runs()).isEmpty();
    }

    /** Whose key seals what is written down of the user's Secrets: sealed by one that nobody keeps, it would be another text in each pass. */
    @Test
    void writesNoSettingsWhereItsOwnKeyCantBeKept() {
        scene.client()
                .resource(
                        new SecretBuilder().withMetadata(ofAnother("demo-soak")).build())
                .create();

        scene.apply(DEMO, ON_POSTGRES);

        scene.eventuallyReason(DEMO, "Ready", "NameTaken");
        scene.lookAgain();
        assertThat(scene.find(ConfigMap.class, "demo-config")).isEmpty();
        scene.delete(Secret.class, "demo-soak");
        scene.eventuallyReason(DEMO, "Ready", "Available");
    }

    /** Its owner may live, and then whoever follows an advice to wait or to remove it loses the only key of a store. */
    @Test
    void advisesNobodyToDeleteAKeyThatSomebodyElseOwns() {
        scene.client()
                .resource(new SecretBuilder()
                        .withMetadata(ofAnother("demo-secrets"))
                        .build())
                .create();

        scene.apply(DEMO, ON_POSTGRES);

        scene.eventuallyReason(DEMO, "Ready", "NameTaken");
        assertThat(scene.condition(DEMO, "Ready").getMessage())
                .contains("belongs to ConfigMap other", "remove its ownerReferences", "do not delete it");
        scene.client()
                .secrets()
                .inNamespace(scene.namespace())
                .withName("demo-secrets")
                .edit(secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .withOwnerReferences(List.of())
                        .endMetadata()
                        .build());
        scene.eventuallyReason(DEMO, "Ready", "Available");
    }

    /** It is not made anew by the change, but by the next look; in between nobody is told of a refusal, nor that the change was carried out. */
    @Test
    void anObjectThatIsGoneBeforeItIsChangedIsNoTroubleOfTheUsers() throws Exception {
        scene.ready(DEMO, ON_POSTGRES);
        String gone = scene.deployment(DEMO).getMetadata().getUid();
        holdAmid("/deployments/" + DEMO, "{\"pod\": {\"labels\": {\"revision\": \"two\"}}}");
        scene.delete(Deployment.class, DEMO);

        Reports reports = new Reports();
        try (Watch watch = scene.client()
                .resources(MastioInstance.class)
                .inNamespace(scene.namespace())
                .watch(reports)) {
            api.letGo();

            scene.eventually(() ->
                    assertThat(scene.deployment(DEMO).getMetadata().getUid()).isNotEqualTo(gone));
            scene.eventually(
                    () -> assertThat(scene.status(DEMO).observedGeneration()).isEqualTo(2));
            assertThat(watch).isNotNull();
        }
        assertThat(reports.withoutPods).isEmpty();
        assertThat(scene.events("ApiRefused")).isEmpty();
    }

    @Test
    void aServerThatSaysForEverThatSomebodyElseWasQuickerIsToldOf() {
        scene.ready(DEMO, ON_POSTGRES);
        api.refuse(409, (method, path) -> method.equals("PATCH") && path.endsWith("/deployments/" + DEMO));

        scene.change(DEMO, "{\"pod\": {\"labels\": {\"revision\": \"two\"}}}");

        scene.eventuallyReason(DEMO, "Ready", "ApiRefused");
        api.refuseNothing();
        scene.eventuallyReason(DEMO, "Ready", "Available");
    }

    private SoakStatus soak() {
        return Objects.requireNonNull(scene.status(DEMO).soak());
    }

    private Job runOfAnother(String name) {
        return new JobBuilder()
                .withMetadata(new ObjectMetaBuilder(ofAnother(name))
                        .addToLabels(Labels.COMPONENT, Labels.Component.SOAK.value())
                        .build())
                .withNewSpec()
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("soak")
                .withImage("other:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private PersistentVolumeClaim volume() {
        return scene.find(PersistentVolumeClaim.class, "demo-data").orElseThrow();
    }

    private Map<String, String> keys() {
        return scene.find(Secret.class, "demo-secrets").orElseThrow().getData();
    }

    private Deployment deploymentOfAnother() {
        return new DeploymentBuilder()
                .withMetadata(ofAnother(DEMO))
                .withNewSpec()
                .withReplicas(5)
                .withNewSelector()
                .withMatchLabels(Labels.selector(DEMO))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Labels.selector(DEMO))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("proxy")
                .withImage("other:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private PersistentVolumeClaim volumeOfAnother() {
        return new PersistentVolumeClaimBuilder()
                .withMetadata(ofAnother("demo-data"))
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    /** Of an object with our labels whose owner is not the instance. It is there, lest the garbage collector takes the object away at once. */
    private ObjectMeta ofAnother(String name) {
        ConfigMap other = scene.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("other")
                        .withNamespace(scene.namespace())
                        .endMetadata()
                        .build())
                .create();
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(scene.namespace())
                .addToLabels(Labels.selector(DEMO))
                .addToLabels(Labels.MANAGED_BY, Labels.OPERATOR)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("other")
                        .withUid(other.getMetadata().getUid())
                        .build())
                .build();
    }

    /** Of which generation the statuses speak that a watch sees, but for those of an instance that is gone. */
    private static final class Statuses implements Watcher<MastioInstance> {
        private final String gone;
        private final List<Long> generations = new CopyOnWriteArrayList<>();

        Statuses(String gone) {
            this.gone = gone;
        }

        @Override
        public void eventReceived(Action action, MastioInstance instance) {
            MastioInstanceStatus status = instance.getStatus();
            if (status == null || instance.getMetadata().getUid().equals(gone)) return;
            generations.add(Objects.requireNonNull(status.observedGeneration()));
        }

        @Override
        public void onClose(WatcherException cause) {}
    }

    /** Statuses that speak of the change while there is no Deployment that could have it. */
    private final class Reports implements Watcher<MastioInstance> {
        private final List<MastioInstanceStatus> withoutPods = new CopyOnWriteArrayList<>();

        @Override
        public void eventReceived(Action action, MastioInstance instance) {
            MastioInstanceStatus status = instance.getStatus();
            if (status != null
                    && Objects.equals(status.observedGeneration(), 2L)
                    && scene.find(Deployment.class, DEMO).isEmpty()) withoutPods.add(status);
        }

        @Override
        public void onClose(WatcherException cause) {}
    }

    /** Names of objects that come into being while a watch looks. */
    private static final class Made<R extends HasMetadata> implements Watcher<R> {
        private final List<String> names = new CopyOnWriteArrayList<>();

        @Override
        public void eventReceived(Action action, R object) {
            if (action == Action.ADDED) names.add(object.getMetadata().getName());
        }

        @Override
        public void onClose(WatcherException cause) {}
    }
}
