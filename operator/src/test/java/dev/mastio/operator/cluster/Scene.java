package dev.mastio.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.operator.OperatorProcess;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/** One namespace with an operator that serves it, and the sentences of a test about it. */
final class Scene implements AutoCloseable {

    static final String DEMO = "demo";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final String namespace;
    final TestCluster cluster;
    private @Nullable OperatorProcess operator;

    private Scene(TestCluster cluster) {
        this.cluster = cluster;
        namespace = cluster.newNamespace();
    }

    static Scene withoutOperator(TestCluster cluster) {
        return new Scene(cluster);
    }

    static Scene on(TestCluster cluster) {
        Scene scene = new Scene(cluster);
        scene.startOperator();
        return scene;
    }

    void startOperator() {
        operator = cluster.operator(namespace);
    }

    void stopOperator() {
        if (operator != null) operator.close();
        operator = null;
    }

    OperatorProcess operator() {
        return Objects.requireNonNull(operator);
    }

    KubernetesClient client() {
        return cluster.client();
    }

    /** Applies an instance as a user would. */
    void apply(String name, MastioInstanceSpec spec) {
        MastioInstance instance = new MastioInstance();
        instance.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        instance.setSpec(spec);
        client().resource(instance).fieldManager("user").forceConflicts().serverSideApply();
    }

    MastioInstance instance(String name) {
        return Objects.requireNonNull(client().resources(MastioInstance.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    MastioInstanceStatus status(String name) {
        MastioInstanceStatus status = instance(name).getStatus();
        if (status == null) throw new AssertionError("no status yet");
        return status;
    }

    void edit(String name, UnaryOperator<MastioInstance> change) {
        client().resources(MastioInstance.class)
                .inNamespace(namespace)
                .withName(name)
                .edit(change);
    }

    void annotate(String name, String annotation, @Nullable String value) {
        edit(name, instance -> {
            if (value == null) instance.getMetadata().getAnnotations().remove(annotation);
            else instance.getMetadata().getAnnotations().put(annotation, value);
            return instance;
        });
    }

    <R extends HasMetadata> Optional<R> find(Class<R> kind, String name) {
        return Optional.ofNullable(
                client().resources(kind).inNamespace(namespace).withName(name).get());
    }

    Deployment deployment(String name) {
        return find(Deployment.class, name).orElseThrow();
    }

    Condition condition(String name, String type) {
        return status(name).conditions().stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no condition " + type));
    }

    List<Event> events(String reason) {
        return client().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> reason.equals(event.getReason()))
                .toList();
    }

    void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(assertion);
    }

    void eventuallyReady(String name) {
        eventuallyReason(name, "Ready", "Available");
    }

    void eventuallyReason(String name, String type, String reason) {
        eventually(() -> assertThat(condition(name, type).getReason()).isEqualTo(reason));
    }

    /** Nothing has been written for a while. */
    void settle() {
        double[] last = {-1};
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
            double now = writes();
            boolean quiet = now == last[0];
            last[0] = now;
            return quiet;
        });
    }

    /** Requests that changed something, as the operator counts them itself. */
    double writes() {
        return metric("mastio_operator_api_writes_total");
    }

    double metric(String name) {
        return Metrics.of(operator()).sum(name);
    }

    /** Makes the operator look at an instance again, without changing anything that it cares about. */
    void touch(String name, Consumer<Scene> until) {
        double before = metric("mastio_operator_reconciles_total");
        client().resources(MastioHardwareClass.class)
                .withName(TestCluster.CLASS)
                .edit(machine -> {
                    machine.getMetadata().getAnnotations().put("touched", name + System.nanoTime());
                    return machine;
                });
        eventually(() -> assertThat(metric("mastio_operator_reconciles_total")).isGreaterThan(before));
        until.accept(this);
    }

    @Override
    public void close() {
        stopOperator();
    }
}
