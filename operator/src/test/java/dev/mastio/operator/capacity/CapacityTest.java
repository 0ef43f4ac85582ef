package dev.mastio.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.HardwareClassSpec.Floor;
import dev.mastio.api.HardwareClassSpec.FloorSource;
import dev.mastio.api.HardwareClassSpec.ReplicaResources;
import dev.mastio.api.MastioInstanceStatus.FloorStatus;
import dev.mastio.api.MastioInstanceStatus.FloorStatus.Source;
import dev.mastio.api.WorkloadMix;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds each number to the sizing page: 1500 requests per second, 4.0 + 2.0 CPU and 2 GiB + 256 MiB at 8 cores and 8 GiB. */
class CapacityTest {

    @ParameterizedTest(name = "{0} cores, {1}: {2} CPU, {3}, floor {4}")
    @CsvSource({
        "16, 31Gi, 10,    8Gi,    1500",
        "8,  8Gi,  6,     2304Mi, 1500",
        "4,  4Gi,  3,     1152Mi, 750",
        "2,  4Gi,  1500m, 1152Mi, 375",
        "1,  2Gi,  750m,  576Mi,  187",
        "64, 256Gi, 34,   65792Mi, 1500",
    })
    void limitsAndFloorFollowFromTheMachine(int cores, String memory, String cpuLimit, String memoryLimit, int floor) {
        ReplicaCapacity replica = Capacity.of("c", machine(cores, memory, null), WorkloadMix.CHEAPEST);

        assertThat(replica.cpuLimit()).hasToString(cpuLimit);
        assertThat(replica.memoryLimit()).hasToString(memoryLimit);
        assertThat(replica.floor().requestsPerSecond()).isEqualTo(floor);
    }

    @ParameterizedTest
    @CsvSource({"16, 31Gi", "8, 8Gi", "4, 4Gi", "2, 4Gi"})
    void requestsAreTheSumOfThePagesReservationsOnAnyMachine(int cores, String memory) {
        ReplicaCapacity replica = Capacity.of("c", machine(cores, memory, null), WorkloadMix.CHEAPEST);

        assertThat(replica.cpuRequest()).hasToString("750m");
        assertThat(replica.memoryRequest()).hasToString("288Mi");
    }

    @ParameterizedTest(name = "d={0}%, g={1}%: {2}")
    @CsvSource({"0, 0, 1500", "100, 0, 750", "100, 100, 375", "50, 0, 1000", "50, 25, 750"})
    void theEffectiveFloorIsTheFloorDividedByTheMeanCost(int dpop, int gateway, int effective) {
        ReplicaCapacity replica = Capacity.of("c", machine(8, "8Gi", null), new WorkloadMix(dpop, gateway));

        assertThat(replica.floor().requestsPerSecond()).isEqualTo(1500);
        assertThat(replica.floor().effectiveRequestsPerSecond()).isEqualTo(effective);
    }

    @Test
    void theEffectiveFloorIsRoundedDownButNeverToNothing() {
        Floor tiny = new Floor(3, FloorSource.Declared, null, null);

        FloorStatus dear = Capacity.of("c", machine(8, "8Gi", tiny), new WorkloadMix(100, 100))
                .floor();
        FloorStatus half = Capacity.of("c", machine(8, "8Gi", tiny), new WorkloadMix(100, 0))
                .floor();

        assertThat(dear.effectiveRequestsPerSecond()).isEqualTo(1);
        assertThat(half.effectiveRequestsPerSecond()).isEqualTo(1);
    }

    @Test
    void sheddingBeginsAtTwiceTheFloorAndTakesBurstsOfFourTimesTheFloorWhateverTheMix() {
        ReplicaCapacity replica = Capacity.of("c", machine(8, "8Gi", null), new WorkloadMix(100, 100));

        assertThat(replica.sheddingRate()).isEqualTo(3000);
        assertThat(replica.sheddingBurst()).isEqualTo(6000);
    }

    @Test
    void aRuleOfThumbSaysThatNobodyMeasuredIt() {
        FloorStatus floor =
                Capacity.of("c", machine(8, "8Gi", null), WorkloadMix.CHEAPEST).floor();

        assertThat(floor.source()).isEqualTo(Source.RuleOfThumb);
        assertThat(floor.note()).contains("nobody has measured this floor with this proxy", "./mastio bench floor");
    }

    @Test
    void aFloorMeasuredWithAnotherProgramSaysSo() {
        Floor original = new Floor(1900, FloorSource.Measured, "the original, Ryzen 7 3700X", null);

        FloorStatus floor = Capacity.of("c", machine(16, "31Gi", original), WorkloadMix.CHEAPEST)
                .floor();

        assertThat(floor.requestsPerSecond()).isEqualTo(1900);
        assertThat(floor.source()).isEqualTo(Source.Measured);
        assertThat(floor.note())
                .contains("the original, Ryzen 7 3700X", "nobody has measured this floor with this proxy");
    }

    @Test
    void aFloorMeasuredWithThisProxyNeedsNoWarning() {
        Floor ours = new Floor(9000, FloorSource.Measured, "Ryzen 7 3700X", "0.1.0");

        FloorStatus floor = Capacity.of("c", machine(16, "31Gi", ours), WorkloadMix.CHEAPEST)
                .floor();

        assertThat(floor.note())
                .isEqualTo("measured with this proxy in version 0.1.0: Ryzen 7 3700X")
                .doesNotContain("nobody");
    }

    @Test
    void aDeclaredFloorIsTakenAndCalledDeclared() {
        Floor declared = new Floor(150, FloorSource.Declared, null, null);

        FloorStatus floor = Capacity.of("c", machine(2, "4Gi", declared), WorkloadMix.CHEAPEST)
                .floor();

        assertThat(floor.requestsPerSecond()).isEqualTo(150);
        assertThat(floor.source()).isEqualTo(Source.Declared);
        assertThat(floor.note()).contains("declared, not measured");
    }

    @Test
    void declaredResourcesReplaceTheComputedOnesOneByOneAndBecomeCanonical() {
        HardwareClassSpec machine = new HardwareClassSpec(
                null,
                2,
                new Quantity("4096Mi"),
                null,
                new ReplicaResources(new Quantity("0.05"), null, null, new Quantity("0.5Gi")));

        ReplicaCapacity replica = Capacity.of("laptop", machine, WorkloadMix.CHEAPEST);

        assertThat(replica.cpuRequest()).hasToString("50m");
        assertThat(replica.memoryRequest()).hasToString("288Mi");
        assertThat(replica.cpuLimit()).hasToString("1500m");
        assertThat(replica.memoryLimit()).hasToString("512Mi");
        assertThat(replica.memory()).hasToString("4Gi");
        assertThat(replica.jvmFlags()).isEqualTo(JvmFlags.of(1500, 512));
    }

    /** The sizing page's two containers; a JVM needs 160 MiB, whatever the machine. */
    @ParameterizedTest(name = "{0} cores, {1}: application {2}, {3}; edge {4}, {5}")
    @CsvSource({
        "8,  8Gi,   4,    2Gi,    2,    256Mi",
        "16, 31Gi,  8,    7936Mi, 2,    256Mi",
        "4,  4Gi,   2,    1Gi,    1,    160Mi",
        "2,  6Gi,   1,    1536Mi, 500m, 192Mi",
        "1,  2Gi,   500m, 512Mi,  250m, 160Mi",
    })
    void anApplicationAndItsEdgeHaveLimitsOfTheirOwn(
            int cores, String memory, String cpu, String mebibytes, String edgeCpu, String edgeMebibytes) {
        TwoContainers apart = Capacity.of("c", machine(cores, memory, null), WorkloadMix.CHEAPEST)
                .apart();

        assertThat(apart.application().cpuLimit()).hasToString(cpu);
        assertThat(apart.application().memoryLimit()).hasToString(mebibytes);
        assertThat(apart.application().cpuRequest()).hasToString("500m");
        assertThat(apart.application().memoryRequest()).hasToString("256Mi");
        assertThat(apart.edge().cpuLimit()).hasToString(edgeCpu);
        assertThat(apart.edge().memoryLimit()).hasToString(edgeMebibytes);
        assertThat(apart.edge().cpuRequest()).hasToString("250m");
        assertThat(apart.edge().memoryRequest()).hasToString("32Mi");
    }

    @Test
    void anEdgesJvmLivesWithinItsOwnLimit() {
        TwoContainers apart =
                Capacity.of("c", machine(8, "8Gi", null), WorkloadMix.CHEAPEST).apart();

        assertThat(apart.edgeJvmFlags()).isEqualTo(JvmFlags.of(2000, 256)).contains("-Xmx96m", "-XX:+UseSerialGC");
    }

    @Test
    void whatAClassDeclaresIsTheApplicationsWhereThereAreTwo() {
        HardwareClassSpec machine = new HardwareClassSpec(
                null,
                8,
                new Quantity("8Gi"),
                null,
                new ReplicaResources(null, null, new Quantity("3"), new Quantity("1Gi")));

        TwoContainers apart = Capacity.of("c", machine, WorkloadMix.CHEAPEST).apart();

        assertThat(apart.application().cpuLimit()).hasToString("3");
        assertThat(apart.application().memoryLimit()).hasToString("1Gi");
        assertThat(apart.edge().cpuLimit()).hasToString("2");
        assertThat(apart.edge().memoryLimit()).hasToString("256Mi");
    }

    private static HardwareClassSpec machine(int cores, String memory, @Nullable Floor floor) {
        return new HardwareClassSpec(null, cores, new Quantity(memory), floor, null);
    }
}
