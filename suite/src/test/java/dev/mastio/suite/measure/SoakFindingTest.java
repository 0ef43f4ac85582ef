package dev.mastio.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoakFindingTest {

    @ParameterizedTest
    @CsvSource({
        "WithinLimits, 150, WithinLimits, true",
        "WithinLimits, 151, WithinLimits, false",
        "HeapDrift, 100, WithinLimits, false",
        "HeapDrift, 151, HeapDrift, true",
        "WithinLimits, 100, HeapDrift, false",
    })
    void holdsReasonAndOfACleanProxyItsMemory(String reason, long peak, String expected, boolean holds) {
        assertThat(finding(reason, peak).isFor(expected)).isEqualTo(holds);
    }

    @Test
    void tellsThePeakAndWhereItMatters() {
        assertThat(finding("WithinLimits", 120).toldFor("WithinLimits"))
                .isEqualTo("V, WithinLimits: why; resident memory at its peak 120 MiB, at most 150 wanted");
        assertThat(finding("HeapDrift", 120).toldFor("HeapDrift"))
                .isEqualTo("V, HeapDrift: why; resident memory at its peak 120 MiB");
    }

    private static SoakFinding finding(String reason, long peak) {
        return new SoakFinding("V", reason, "why", peak);
    }
}
