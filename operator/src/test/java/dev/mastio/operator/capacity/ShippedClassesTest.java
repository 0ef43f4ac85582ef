package dev.mastio.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.api.MastioHardwareClass;
import dev.mastio.api.MastioInstanceStatus.FloorStatus.Source;
import dev.mastio.api.WorkloadMix;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classes in {@code manifests/classes}, which users see with {@code kubectl get mhc}. */
class ShippedClassesTest {

    private static final Path CLASSES = Path.of("../manifests/classes");

    @ParameterizedTest(name = "{0}: {1} CPU, {2}, floor {3} {4}")
    @CsvSource({
        "workstation-16, 10,    8Gi,    1900, Measured",
        "server-8,       6,     2304Mi, 1500, RuleOfThumb",
        "small-4,        3,     1152Mi, 750,  RuleOfThumb",
        "edge-2,         1500m, 1152Mi, 375,  RuleOfThumb",
        "laptop,         500m,  256Mi,  150,  Declared",
    })
    void eachGivesTheNumbersOfTheDocumentation(String name, String cpu, String memory, int floor, Source source) {
        ReplicaCapacity replica = capacity(name);

        assertThat(replica.cpuLimit()).hasToString(cpu);
        assertThat(replica.memoryLimit()).hasToString(memory);
        assertThat(replica.floor().requestsPerSecond()).isEqualTo(floor);
        assertThat(replica.floor().source()).isEqualTo(source);
        assertThat(replica.floor().note()).contains("nobody has measured this floor with this proxy");
    }

    @Test
    void fourReplicasAnOperatorAndASoakFitIntoTwoCoresOfALaptop() {
        BigDecimal replicas =
                capacity("laptop").cpuRequest().getNumericalAmount().multiply(BigDecimal.valueOf(4));
        BigDecimal operatorAndSoak = new BigDecimal("0.5");

        assertThat(replicas.add(operatorAndSoak)).isLessThan(BigDecimal.valueOf(2));
    }

    @Test
    void theKustomizationNamesEachFileAndEachFileIsNamedAfterItsClass() throws IOException {
        JsonNode kustomization =
                Serialization.unmarshal(Files.readString(CLASSES.resolve("kustomization.yaml")), JsonNode.class);
        List<String> named = kustomization
                .path("resources")
                .valueStream()
                .map(JsonNode::asText)
                .toList();

        try (Stream<Path> files = Files.list(CLASSES)) {
            List<String> shipped = files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.equals("kustomization.yaml"))
                    .toList();
            assertThat(named).containsExactlyInAnyOrderElementsOf(shipped);
            assertThat(shipped)
                    .allSatisfy(file -> assertThat(read(file).getMetadata().getName() + ".yaml")
                            .isEqualTo(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"workstation-16", "server-8", "small-4", "edge-2", "laptop"})
    void theSizingPageShowsEachClassWithItsNumbers(String name) throws IOException {
        ReplicaCapacity replica = capacity(name);

        String row = Files.readAllLines(Path.of("../docs/sizing.md")).stream()
                .filter(line -> line.startsWith("| `" + name + "` |"))
                .findFirst()
                .orElseThrow();

        assertThat(row)
                .contains("| "
                        + replica.cpuLimit()
                                .getNumericalAmount()
                                .stripTrailingZeros()
                                .toPlainString() + " |")
                .contains(replica.cpuRequest().toString())
                .contains("| " + replica.floor().requestsPerSecond() + " | "
                        + replica.floor().source());
    }

    private static ReplicaCapacity capacity(String name) {
        return Capacity.of(name, read(name + ".yaml").getSpec(), WorkloadMix.CHEAPEST);
    }

    private static MastioHardwareClass read(String file) {
        try {
            return Serialization.unmarshal(Files.readString(CLASSES.resolve(file)), MastioHardwareClass.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
