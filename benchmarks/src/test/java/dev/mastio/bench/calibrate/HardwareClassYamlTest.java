package dev.mastio.bench.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HardwareClassYamlTest {

    private static final MachineFacts MACHINE = new MachineFacts(8, 8L << 30, "A \"quick\" CPU", "Linux 6.1");
    private static final FloorFinding.Found FOUND = new FloorFinding.Found(
            2000.7, List.of(1990.0, 2000.7, 2030.0), new Outcome(2000.7, 80.4, 0.001, true, false, ""));

    @Test
    void printsAClassToApply() {
        HardwareClassYaml yaml = new HardwareClassYaml("vps-8", 8, "8Gi", MACHINE, 0, Optional.of("0.1.0"));

        // The suite applies the same file to a cluster.
        assertThat(Path.of("src/test/resources/measured-class.yaml"))
                .hasContent(yaml.of(FOUND, Instant.parse("2026-11-24T10:00:00.5Z")));
    }

    @Test
    void deratesAndSaysSo() {
        HardwareClassYaml yaml = new HardwareClassYaml("vps-8", 8, "8Gi", MACHINE, 25, Optional.empty());

        assertThat(yaml.of(FOUND, Instant.EPOCH))
                .contains("requestsPerSecond: 1500\n")
                .contains("derated by 25 % from 2001")
                .doesNotContain("proxyVersion");
    }

    @Test
    void refusesWhatTheClusterWouldRefuse() {
        assertThatThrownBy(() -> new HardwareClassYaml("VPS 8", 8, "8Gi", MACHINE, 0, Optional.empty()))
                .hasMessageContaining("VPS 8");
        assertThatThrownBy(() -> new HardwareClassYaml("vps", 0, "8Gi", MACHINE, 0, Optional.empty()))
                .hasMessageContaining("cores");
        assertThatThrownBy(() -> new HardwareClassYaml("vps", 8, "8 GB", MACHINE, 0, Optional.empty()))
                .hasMessageContaining("8 GB");
        assertThatThrownBy(() -> new HardwareClassYaml("vps", 8, "8Gi", MACHINE, 100, Optional.empty()))
                .hasMessageContaining("derating");
    }

    @Test
    void writesMemoryAsAQuantity() {
        assertThat(new MachineFacts(2, (31L << 30) - 5, "", "").memoryQuantity())
                .isEqualTo("31Gi");
        assertThat(new MachineFacts(2, 256L << 20, "", "").memoryQuantity()).isEqualTo("256Mi");
        assertThat(MachineFacts.here().cores()).isPositive();
    }
}
