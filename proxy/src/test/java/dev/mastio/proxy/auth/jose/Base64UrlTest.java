package dev.mastio.proxy.auth.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {

    @Test
    void readsWhatItWrites() throws Exception {
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i * 37 + length);
            }
            assertThat(Base64Url.decode(Base64Url.encode(bytes))).isEqualTo(bytes);
        }
    }

    /** Each stands for the same bytes as a proper text to a lenient decoder, or for none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "YQ==",
                "YQ=",
                "YR",
                "YWJ",
                "YWF",
                "Y",
                "Y WE",
                "YWE\n",
                "YWE ",
                "+/8",
                "-_8=",
                "YQ\u0000",
                "\u0159Q",
                "YQ\u0101\u0151",
            })
    void refusesEveryOtherText(String text) {
        assertThatThrownBy(() -> Base64Url.decode(text)).isInstanceOf(MalformedJoseException.class);
    }

    @Test
    void takesTheUrlAlphabet() throws Exception {
        assertThat(Base64Url.decode("-_8")).isEqualTo(new byte[] {(byte) 0xfb, (byte) 0xff});
        assertThat(new String(Base64Url.decode("YQ"), StandardCharsets.US_ASCII))
                .isEqualTo("a");
    }
}
