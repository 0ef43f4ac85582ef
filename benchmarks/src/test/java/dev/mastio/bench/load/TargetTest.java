package dev.mastio.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    private static final Target GOOD = Target.of(URI.create("https://127.0.0.1:9443"));

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "host:9443", "https://", "https://host/?q", "https://u:p@host", "//host"})
    void refusesABaseThatIsNoWebAddressAndShowsIt(String base) {
        assertThatThrownBy(() -> Target.of(URI.create(base.equals("https://") ? "https:///" : base)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "/a b", "/a\r\nX: y"})
    void refusesAPathThatCannotStandInARequest(String path) {
        assertThatThrownBy(() -> GOOD.withPaths(List.of(path))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAHeaderThatWouldSplitTheRequest() {
        assertThatThrownBy(() -> GOOD.withHeader("X-A", "b\r\nX-C: d")).hasMessageContaining("line break");
        assertThatThrownBy(() -> GOOD.withHeader("X A", "b")).hasMessageContaining("X A");
        assertThatThrownBy(() -> GOOD.withHeader("content-length", "5")).hasMessageContaining("itself");
    }

    @Test
    void writesTheRequestOnceAsItGoesOverTheWire() {
        Target target = GOOD.withPaths(List.of("/health")).withHeader("X-A", "b");

        Endpoint endpoint = Endpoint.of(target.bases().getFirst(), target);

        String request =
                StandardCharsets.UTF_8.decode(endpoint.requests().getFirst()).toString();
        assertThat(request).isEqualTo("GET /health HTTP/1.1\r\nHost: 127.0.0.1:9443\r\nX-A: b\r\n\r\n");
    }
}
