package dev.mastio.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are what a Kubernetes API server answers for the same input. */
class CanonicalQuantityTest {

    @ParameterizedTest(name = "{0} is stored as {1}")
    @CsvSource({
        "1000m, 1",
        "1500m, 1500m",
        "1.5, 1500m",
        "0.5, 500m",
        "2, 2",
        "0, 0",
        "1024Mi, 1Gi",
        "1536Mi, 1536Mi",
        "0.5Gi, 512Mi",
        "8192Mi, 8Gi",
        "512, 512",
        "1000, 1k",
        "100M, 100M",
        "1000k, 1M",
        "1500M, 1500M",
        "1e3, 1e3",
        "12e6, 12e6",
        "1E, 1E",
        "0.5Ki, 512",
        "1023Ki, 1023Ki",
        "0.1Gi, 107374182400m",
        "-1Gi, -1Gi",
        "0.0000000001, 1n",
    })
    void everySpellingBecomesTheOneThatTheServerStores(String given, String stored) {
        assertThat(CanonicalQuantity.of(new Quantity(given))).hasToString(stored);
    }

    @ParameterizedTest
    @CsvSource({"750, 750m", "10000, 10", "1500, 1500m"})
    void coresAreSpelledInThousandthsWhereTheyMust(long millis, String stored) {
        assertThat(CanonicalQuantity.cores(millis)).hasToString(stored);
    }

    @ParameterizedTest
    @CsvSource({"288, 288Mi", "8192, 8Gi", "2304, 2304Mi", "1048576, 1Ti"})
    void memoryIsSpelledInItsLargestWholeUnit(long mebibytes, String stored) {
        assertThat(CanonicalQuantity.mebibytes(mebibytes)).hasToString(stored);
    }
}
