package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HttpUriTest {

    @ParameterizedTest
    @MethodSource("vectors")
    void normalisesAsTheContractsVectorsDo(String given, String normalised) {
        assertThat(HttpUri.normalised(given)).isEqualTo(normalised);
    }

    static Stream<Arguments> vectors() {
        JsonNode known = Vectors.of("htu_normalised");
        return known.properties().stream()
                .map(vector -> Arguments.of(vector.getKey(), vector.getValue().textValue()));
    }

    @ParameterizedTest
    @CsvSource({
        "ws://H/x, http://h/x",
        "https://host?x=/y, https://host",
        "https://[::1]:9443/x, https://[::1]:9443/x",
        "https://user@Host/x, https://user@host/x",
        "https://host//x/../y, https://host//x/../y",
        "not a uri, not a uri",
    })
    void normalisesWhatTheVectorsDoNotHold(String given, String normalised) {
        assertThat(HttpUri.normalised(given)).isEqualTo(normalised);
    }

    @Test
    void knowsNoCaseButThatOfAscii() {
        assertThat(HttpUri.normalised("https://\u212aelvin/")).isEqualTo("https://\u212aelvin/");
    }

    @ParameterizedTest
    @CsvSource({"host:9443, host", "host, host", "[::1]:9443, [::1]", "[::1], [::1]", "'',''"})
    void removesPorts(String authority, String host) {
        assertThat(HttpUri.withoutPort(authority)).isEqualTo(host);
    }
}
