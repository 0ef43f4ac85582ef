package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.suite.measure.Roll;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What clients notice while all pods are replaced. */
@ExtendWith(ClusterExtension.class)
@ResourceLock(value = "operator", mode = ResourceAccessMode.READ)
class RolloutTest {

    @Test
    @ResourceLock("load")
    void onPostgresNoRequestIsLost(TestNamespace namespace, @TempDir Path output) throws Exception {
        // Beside other tests the only replica, which asks for a twentieth of a CPU, is too slow for its probes there.
        assumeTrue(
                Backend.fromProperties() != Backend.real,
                "on a real node LosslessTest rolls under 200,000 requests, with the node to itself");
        namespace.applyManifest("postgres.yaml");
        namespace.create("rolled", TestNamespace.onPostgres("laptop", Autoscaling.DEFAULT));
        namespace.awaitReady("rolled");

        LoadSummary result = roll(namespace, "rolled", output);

        assertThat(result.failed()).isZero();
        assertThat(result.unsent()).isZero();
        assertThat(result.sentAgain()).as("cut off by a pod that ended").isZero();
        assertThat(result.requests()).isGreaterThan(20L * Roll.RATE);
    }

    @Test
    void onSqliteTheOldPodIsGoneBeforeTheNewOneBegins(TestNamespace namespace, @TempDir Path output) throws Exception {
        namespace.create("single", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("single");
        PodsAtOnce seen = new PodsAtOnce();
        try (Watch watch = namespace
                .client()
                .pods()
                .inNamespace(namespace.name())
                .withLabel("app.kubernetes.io/instance", "single")
                .watch(seen)) {

            LoadSummary result = roll(namespace, "single", output);

            assertThat(watch).isNotNull();
            assertThat(seen.counts).as(seen.events.toString()).containsOnly(0, 1);
            assertThat(result.failed())
                    .as("the downtime that the documentation tells of")
                    .isPositive();
            assertThat(Roll.seconds(result)).isLessThan(30);
        }
    }

    private static LoadSummary roll(TestNamespace namespace, String instance, Path output) throws Exception {
        return new Roll(
                        namespace.cluster().distribution(),
                        namespace.client(),
                        namespace.name(),
                        instance,
                        namespace.baseUrl(instance),
                        output)
                .once();
    }

    /** How many pods could run a process, after each event. One that has ended may still be there for a moment. */
    private static final class PodsAtOnce implements Watcher<Pod> {
        private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

        private final Set<String> running = new HashSet<>();
        private final List<Integer> counts = new CopyOnWriteArrayList<>();
        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public synchronized void eventReceived(Action action, Pod pod) {
            if (action == Action.BOOKMARK) return;
            String phase = pod.getStatus() == null || pod.getStatus().getPhase() == null
                    ? "new"
                    : pod.getStatus().getPhase();
            if (action == Action.DELETED || ENDED.contains(phase))
                running.remove(pod.getMetadata().getUid());
            else running.add(pod.getMetadata().getUid());
            counts.add(running.size());
            events.add("%s %s %s".formatted(action, pod.getMetadata().getName(), phase));
        }

        @Override
        public void onClose(WatcherException cause) {}
    }
}
