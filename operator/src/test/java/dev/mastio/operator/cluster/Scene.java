package dev.mastio.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.api.MastioInstanceStatus.ResolvedClass;
import dev.mastio.operator.OperatorProcess;
import dev.mastio.operator.instance.apply.Annotations;
import dev.mastio.operator.tls.SelfManagedPki;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** One namespace with an operator that serves it, and the sentences of a test about it. */
final class Scene implements AutoCloseable {

    static final String DEMO = "demo";

    private static final String WRITES = "mastio_operator_api_writes_total";
    private static final String EVENTS_WAITING = "mastio_operator_events_waiting";
    /** In a row: a single one may fall between two writes of a busy machine. */
    private static final int STILL_READINGS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("user")
            .build();

    private final TestCluster cluster;
    private final String namespace;
    private @Nullable OperatorProcess operator;

    private Scene(TestCluster cluster) {
        this.cluster = cluster;
        namespace = cluster.newNamespace();
    }

    static Scene withoutOperator() {
        return new Scene(TestCluster.shared());
    }

    static Scene open() {
        Scene scene = withoutOperator();
        scene.startOperator();
        return scene;
    }

    void startOperator() {
        operator = cluster.operator(namespace);
    }

    /** One that knows where its own pods are. */
    void startOperatorIn(String home) {
        operator = cluster.operator(
                Map.of(
                        "MASTIO_OPERATOR_LEADER_ELECTION", "false",
                        "MASTIO_OPERATOR_LEASE_NAMESPACE", home,
                        "MASTIO_OPERATOR_WATCH_NAMESPACES", namespace),
                () -> {});
    }

    /** One that reaches the API server only by way of another. */
    void startOperatorBehind(FaultyApi api) {
        operator = cluster.operator(
                Map.of("MASTIO_OPERATOR_LEADER_ELECTION", "false", "MASTIO_OPERATOR_WATCH_NAMESPACES", namespace),
                api.config(),
                () -> {});
    }

    void stopOperator() {
        if (operator != null) operator.close();
        operator = null;
    }

    TestCluster cluster() {
        return cluster;
    }

    String namespace() {
        return namespace;
    }

    KubernetesClient client() {
        return cluster.client();
    }

    /** Applies an instance as a user would, given its spec in YAML. */
    void apply(String name, String spec) {
        String yaml = """
                apiVersion: mastio.dev/v1alpha1
                kind: MastioInstance
                metadata:
                  name: %s
                  namespace: %s
                spec:
                """.formatted(name, namespace) + spec.indent(2);
        client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .fieldManager("user")
                .forceConflicts()
                .serverSideApply();
    }

    /** Applies the smallest instance and waits until it is Ready. */
    void ready(String name) {
        ready(name, "hardwareClass: " + TestCluster.CLASS);
    }

    void ready(String name, String spec) {
        apply(name, spec);
        eventuallyReason(name, "Ready", "Available");
    }

    /** Changes the spec by a merge patch in JSON. */
    void change(String name, String spec) {
        patch(name, "{\"spec\":" + spec + "}");
    }

    /** Changes the status behind the operator's back. */
    void changeStatus(String name, String status) {
        client().resources(MastioInstance.class)
                .inNamespace(namespace)
                .withName(name)
                .subresource("status")
                .patch(MERGE, "{\"status\":" + status + "}");
    }

    void annotate(String name, String annotation, @Nullable String value) {
        String text = value == null ? "null" : "\"" + value + "\"";
        patch(name, "{\"metadata\":{\"annotations\":{\"" + annotation + "\":" + text + "}}}");
    }

    void secret(String name, Map<String, String> entries) {
        client().resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withStringData(entries)
                        .build())
                .createOr(existing -> existing.update());
    }

    /** The Secret with a CA of an instance's own, as an earlier operator has left it. */
    Secret ownCa(String instance) {
        String service = instance + "." + namespace;
        Map<String, String> pki = new SelfManagedPki(
                        namespace,
                        instance,
                        List.of(instance, service, service + ".svc", service + ".svc.cluster.local", "localhost"))
                .ensure(Map.of(), Instant.now())
                .entries();
        return client().resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(instance + "-tls")
                        .withNamespace(namespace)
                        .addToLabels("app.kubernetes.io/name", "mastio")
                        .addToLabels("app.kubernetes.io/instance", instance)
                        .addToLabels("app.kubernetes.io/managed-by", "mastio-operator")
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .withStringData(pki)
                        .build())
                .create();
    }

    void database(String secretName, String password) {
        secret(secretName, Map.of("url", "postgresql://db:5432/mastio", "username", "mastio", "password", password));
    }

    MastioInstance instance(String name) {
        return find(MastioInstance.class, name).orElseThrow();
    }

    MastioInstanceStatus status(String name) {
        MastioInstanceStatus status = instance(name).getStatus();
        if (status == null) throw new AssertionError("no status yet");
        return status;
    }

    ResolvedClass resolvedClass(String name) {
        ResolvedClass resolved = status(name).hardwareClass();
        if (resolved == null) throw new AssertionError("no class yet");
        return resolved;
    }

    Autoscaling.Mode mode(String name) {
        AutoscalingStatus scaling = status(name).autoscaling();
        if (scaling == null) throw new AssertionError("no decision yet");
        return scaling.mode();
    }

    <R extends HasMetadata> Optional<R> find(Class<R> kind, String name) {
        return Optional.ofNullable(
                client().resources(kind).inNamespace(namespace).withName(name).get());
    }

    <R extends HasMetadata> void delete(Class<R> kind, String name) {
        client().resources(kind).inNamespace(namespace).withName(name).delete();
    }

    Deployment deployment(String name) {
        return find(Deployment.class, name).orElseThrow(() -> new AssertionError("no Deployment " + name));
    }

    /** Generation of the hardware class that an instance's Deployment follows. */
    String classGeneration(String name) {
        return Annotations.read(deployment(name), Annotations.CLASS_EDITION)
                .map(edition -> edition.replaceFirst("-.*", ""))
                .orElse("none");
    }

    /** What rolls the pods when it changes. */
    Map<String, String> podAnnotations(String name) {
        return deployment(name).getSpec().getTemplate().getMetadata().getAnnotations();
    }

    Condition condition(String name, String type) {
        return status(name).conditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no condition " + type));
    }

    /** Those with that reason, once all that the operator has said is written. */
    List<Event> events(String reason) {
        if (operator != null) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> metric(EVENTS_WAITING) == 0);
        }
        return client().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> reason.equals(event.getReason()))
                .toList();
    }

    void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
    }

    void eventuallyReason(String name, String type, String reason) {
        eventually(() -> assertThat(condition(name, type).getReason()).isEqualTo(reason));
    }

    /** Waits until nothing has been written for a while, and no event is left to be. */
    void settle() {
        double[] last = {-1};
        int[] still = {0};
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
            Metrics now = Metrics.of(Objects.requireNonNull(operator));
            boolean quiet = now.sum(WRITES) == last[0] && now.sum(EVENTS_WAITING) == 0;
            last[0] = now.sum(WRITES);
            still[0] = quiet ? still[0] + 1 : 0;
            return still[0] == STILL_READINGS;
        });
    }

    /** Requests that changed something, as the operator counts them itself. */
    double writes() {
        return metric(WRITES);
    }

    /** The kinds of objects that the operator has changed so far, by HTTP method. */
    Map<String, Set<String>> writesByMethodAndResource() {
        return Metrics.of(Objects.requireNonNull(operator)).writes();
    }

    double metric(String name) {
        return Metrics.of(Objects.requireNonNull(operator)).sum(name);
    }

    /** Makes the operator look at every instance again, and waits until it has, though nothing has changed. */
    void lookAgain() {
        double before = metric("mastio_operator_reconciles_total");
        // Without a version: other scenes touch the same class.
        client().resources(MastioHardwareClass.class)
                .withName(TestCluster.CLASS)
                .patch(MERGE, "{\"metadata\":{\"annotations\":{\"touched\":\"" + System.nanoTime() + "\"}}}");
        eventually(() -> assertThat(metric("mastio_operator_reconciles_total")).isGreaterThan(before));
        settle();
    }

    @Override
    public void close() {
        stopOperator();
    }

    private void patch(String name, String patch) {
        client().resources(MastioInstance.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(MERGE, patch);
    }
}
