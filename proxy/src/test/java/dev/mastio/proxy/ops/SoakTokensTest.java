package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoakTokensTest {

    /** Computed with: printf demo-soak-29401 | openssl dgst -sha256 -hmac 'the key of a soak'. */
    private static final String TOKEN =
            "demo-soak-29401.8e3ba2b65f4ecb4eb6ec265b204fb1d11e9c344d38984af0cdb5fd2fdc4a77be";

    private final SoakTokens tokens = new SoakTokens("the key of a soak".getBytes(StandardCharsets.UTF_8));

    @Test
    void aTokenMadeWithTheKeyIsSoakTraffic() {
        assertThat(tokens.traffic(TOKEN)).isEqualTo(Traffic.SOAK);
    }

    @Test
    void staysValidOnceVerified() {
        assertThat(IntStream.range(0, 3).mapToObj(_ -> tokens.traffic(TOKEN))).containsOnly(Traffic.SOAK);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ".",
                "demo-soak-29401",
                "demo-soak-29401.",
                ".0000",
                "demo-soak-29401.0000",
                "other-soak-29401.MAC",
                "demo-soak-29401.MACx"
            })
    void anythingElseIsAClient(String token) {
        assertThat(tokens.traffic(token == null ? null : token.replace("MAC", mac())))
                .isEqualTo(Traffic.CLIENT);
    }

    @Test
    void withoutAKeyEverybodyIsAClient() {
        assertThat(new SoakTokens(null).traffic(TOKEN)).isEqualTo(Traffic.CLIENT);
        assertThat(new SoakTokens(new byte[0]).traffic(TOKEN)).isEqualTo(Traffic.CLIENT);
    }

    @Test
    void admitsOnlySoaksWhereThereIsAKeyAndEverybodyWhereThereIsNone() {
        assertThat(tokens.admits(TOKEN)).isTrue();
        assertThat(tokens.admits(TOKEN + "x")).isFalse();
        assertThat(tokens.admits(null)).isFalse();
        assertThat(new SoakTokens(null).admits(null)).isTrue();
    }

    private static String mac() {
        return TOKEN.substring(TOKEN.indexOf('.') + 1);
    }
}
