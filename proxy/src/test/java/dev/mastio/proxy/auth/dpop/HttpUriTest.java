package dev.mastio.proxy.auth.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpUriTest {

    @ParameterizedTest
    @CsvSource({
        "HTTPS://Host:9443/A/b?x=1#f, https://host:9443/A/b",
        "https://host:443/p, https://host:443/p",
        "https://host/p/, https://host/p/",
        "wss://H/x, https://h/x",
        "ws://H/x, http://h/x",
        "https://host, https://host",
        "https://host?x=/y, https://host",
        "https://[::1]:9443/x, https://[::1]:9443/x",
        "https://user@Host/x, https://user@host/x",
        "https://host//x/../y, https://host//x/../y",
        "not a uri, not a uri",
    })
    void normalisesAsTheContractSays(String given, String normalised) {
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
