package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.OperatorProcess;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElectionTest {

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestCluster cluster = TestCluster.shared();

    @Test
    void aSecondOperatorTakesOverAsSoonAsTheFirstHasStopped() {
        String namespace = cluster.newNamespace();
        OperatorProcess first = cluster.candidate("first", namespace, () -> {});
        await().atMost(PATIENCE).until(() -> holder(namespace).equals(Optional.of("first")));
        OperatorProcess second = cluster.candidate("second", namespace, () -> {});

        long start = System.nanoTime();
        first.close();
        Duration stop = Duration.ofNanos(System.nanoTime() - start);
        await().atMost(PATIENCE).until(() -> holder(namespace).equals(Optional.of("second")));
        Duration handOver = Duration.ofNanos(System.nanoTime() - start);
        second.close();

        assertThat(stop).isLessThan(Duration.ofSeconds(10));
        // Unreleased, the lease would be good for 15 s.
        assertThat(handOver).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void onlyTheLeaderActs() {
        String namespace = cluster.newNamespace();
        try (OperatorProcess leader = cluster.candidate("leader", namespace, () -> {})) {
            await().atMost(PATIENCE).until(() -> holder(namespace).equals(Optional.of("leader")));
            try (OperatorProcess standby = cluster.candidate("standby", namespace, () -> {})) {
                MastioInstance instance = new MastioInstance();
                instance.setMetadata(new ObjectMetaBuilder()
                        .withName(DEMO)
                        .withNamespace(namespace)
                        .build());
                instance.setSpec(MastioInstanceSpec.of(TestCluster.CLASS));
                cluster.client().resource(instance).create();
                await().atMost(PATIENCE).until(() -> Metrics.of(leader).sum("mastio_operator_reconciles_total") > 0);

                assertThat(Metrics.of(leader).sum("mastio_operator_leader")).isEqualTo(1);
                assertThat(Metrics.of(standby).sum("mastio_operator_leader")).isEqualTo(0);
                assertThat(Metrics.of(standby).sum("mastio_operator_reconciles_total"))
                        .isEqualTo(0);
                // Else a rolling update of the operator would never end.
                await().atMost(PATIENCE).until(() -> Metrics.health(standby, "/health/ready") == 200);
            }
        }
    }

    @Test
    void anOperatorThatLosesItsLeaseEnds() {
        String namespace = cluster.newNamespace();
        AtomicBoolean ended = new AtomicBoolean();
        try (OperatorProcess operator = cluster.candidate("loser", namespace, () -> ended.set(true))) {
            loseLease(namespace, "\"usurper\"", ended);

            assertThat(Metrics.of(operator).sum("mastio_operator_leader")).isEqualTo(0);
        }
    }

    /** By then another one may have begun to act. */
    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null"})
    void anOperatorWhoseLeaseSomebodyHasEmptiedEnds(String nobody) {
        String namespace = cluster.newNamespace();
        AtomicBoolean ended = new AtomicBoolean();
        try (OperatorProcess _ = cluster.candidate("loser", namespace, () -> ended.set(true))) {
            loseLease(namespace, nobody, ended);
        }
    }

    private void loseLease(String namespace, String newHolder, AtomicBoolean ended) {
        await().atMost(PATIENCE).until(() -> holder(namespace).equals(Optional.of("loser")));
        await().atMost(PATIENCE).until(() -> {
            hand(namespace, newHolder);
            return ended.get();
        });
    }

    /** Whatever the holder writes at the same moment. */
    private void hand(String namespace, String holder) {
        cluster.client()
                .leases()
                .inNamespace(namespace)
                .withName("mastio-operator")
                .patch(PatchContext.of(PatchType.JSON_MERGE), """
                        {"spec":{"holderIdentity":%s,"renewTime":"%s"}}""".formatted(
                                holder, MICROSECONDS.format(ZonedDateTime.now(ZoneOffset.UTC))));
    }

    private Optional<String> holder(String namespace) {
        Lease lease = cluster.client()
                .leases()
                .inNamespace(namespace)
                .withName("mastio-operator")
                .get();
        return lease == null
                ? Optional.empty()
                : Optional.ofNullable(lease.getSpec().getHolderIdentity());
    }
}
