package dev.mastio.proxy.pki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FernetTest {

    private static final byte[] KEY = Base64.getUrlDecoder().decode("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");
    /** From github.com/fernet/spec, generate.json. */
    private static final String TOKEN =
            "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

    private final Fernet fernet = new Fernet(KEY);

    @Test
    void makesTheTokenOfTheSpecification() {
        Instant then = OffsetDateTime.parse("1985-10-26T01:20:00-07:00").toInstant();
        byte[] iv = new byte[16];
        IntStream.range(0, iv.length).forEach(i -> iv[i] = (byte) i);

        assertThat(fernet.seal("hello".getBytes(UTF_8), then, iv)).isEqualTo(TOKEN);
    }

    @Test
    void opensTheTokenOfTheSpecification() {
        assertThat(fernet.open(TOKEN))
                .hasValueSatisfying(
                        plain -> assertThat(new String(plain, UTF_8)).isEqualTo("hello"));
    }

    @Test
    void opensNothingThatWasChangedAnywhere() {
        byte[] token = Base64.getUrlDecoder().decode(TOKEN);

        for (int i = 0; i < token.length; i++) {
            byte[] changed = token.clone();
            changed[i] ^= 1;
            assertThat(fernet.open(Base64.getUrlEncoder().encodeToString(changed)))
                    .describedAs("byte %d", i)
                    .isEmpty();
        }
    }

    @Test
    void opensNothingThatIsNoToken() {
        assertThat(fernet.open("")).isEmpty();
        assertThat(fernet.open("gAAAAA==")).isEmpty();
        assertThat(fernet.open("not base64!")).isEmpty();
    }

    @Test
    void opensNothingThatAnotherKeySealed() {
        assertThat(new Fernet(new byte[32]).open(TOKEN)).isEmpty();
    }
}
