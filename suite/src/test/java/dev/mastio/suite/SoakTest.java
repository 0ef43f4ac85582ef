package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.api.Soak;
import dev.mastio.api.Soak.History;
import dev.mastio.api.Soak.Thresholds;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Soaks as real Jobs against real proxies, one of them clean, two with a planted leak. */
@ExtendWith(ClusterExtension.class)
class SoakTest {

    private static final Duration RUN = Duration.ofMinutes(4);
    /**
     * So long that what is leaked at this rate is a multiple of the threshold, although a clean heap still shrinks by some percent; after a
     * warm-up in which a JVM that shares the machine with others compiles: after 10 s a clean one has grown by 12.6 %.
     */
    private static final Soak SHORT = new Soak(
            "0 3 * * *", "Etc/UTC", 45, 30, 10, 8, 60, new Thresholds(250, 1.0, 10.0), false, new History(3, 3));

    @ParameterizedTest
    @CsvSource({
        "clean, 0.1.0, Passed, WithinLimits",
        "heap, leak-heap, Failed, HeapDrift",
        "native, leak-native, Failed, ResidentDrift"
    })
    void aLeakFailsAndACleanProxyPasses(
            String name, String version, Verdict expected, String reason, TestNamespace namespace) {
        namespace.create(name, TestNamespace.withSoak("laptop", SHORT, version));
        namespace.awaitReady(name);

        runNow(namespace, name, "first");

        SoakRun run = awaitVerdict(namespace, name);
        assertThat(run.verdict()).as(run.message()).isEqualTo(expected);
        assertThat(run.reason()).as(run.message()).isEqualTo(reason);
        assertThat(namespace
                        .client()
                        .configMaps()
                        .inNamespace(namespace.name())
                        .withName(name + "-soak-report")
                        .require()
                        .getBinaryData())
                .containsKey(run.name() + ".json.gz");
    }

    @Test
    @ResourceLock("operator")
    void theSameTokenStartsOneRunOnly(TestNamespace namespace) throws Exception {
        namespace.create("once", TestNamespace.withSoak("laptop", SHORT, null));
        namespace.awaitReady("once");

        runNow(namespace, "once", "same");
        await("handled")
                .atMost(TestNamespace.PATIENCE)
                .until(() -> soak(namespace, "once")
                        .map(SoakStatus::handledToken)
                        .filter("same"::equals)
                        .isPresent());
        runNow(namespace, "once", "same");
        namespace.killOperator();
        // Only an operator that serves somebody new has looked at what was there before.
        namespace.create("after", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("after");

        await().during(Duration.ofSeconds(5))
                .atMost(TestNamespace.PATIENCE)
                .until(() -> namespace
                                .client()
                                .batch()
                                .v1()
                                .jobs()
                                .inNamespace(namespace.name())
                                .list()
                                .getItems()
                                .size()
                        == 1);
        SoakRun run = awaitVerdict(namespace, "once");
        assertThat(run.verdict()).as(run.message()).isEqualTo(Verdict.Passed);
    }

    private static void runNow(TestNamespace namespace, String name, String token) {
        Instances.runSoak(namespace.client(), namespace.name(), name, token);
    }

    private static SoakRun awaitVerdict(TestNamespace namespace, String name) {
        return await("verdict of " + name)
                .atMost(RUN)
                .until(() -> soak(namespace, name).filter(soak -> !soak.runs().isEmpty()), Optional::isPresent)
                .orElseThrow()
                .runs()
                .getFirst();
    }

    private static Optional<SoakStatus> soak(TestNamespace namespace, String name) {
        return Instances.status(namespace.client(), namespace.name(), name)
                .flatMap(status -> Optional.ofNullable(status.soak()));
    }
}
