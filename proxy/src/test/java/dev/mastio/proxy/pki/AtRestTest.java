package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AtRestTest {

    private static final String LONG = "a passphrase of thirty-two letters";

    @Test
    void opensWhatTheOriginalsLibrarySealed() throws Exception {
        // Python: Fernet(urlsafe_b64encode(pbkdf2_hmac("sha256", passphrase, b"cullis-mastio-pki-v1",
        // 600_000))).encrypt(b"hello")
        String sealed =
                "enc:pki:v1:gAAAAABrBdyputdFd9-pqEDA0CWRyDw4UDU_j0eT1kZoECXxqqsbTeDGr9LlgxVpq8y2DhJPis2dV-XefDFNtRogB7TkW0sRRQ==";

        assertThat(AtRest.under(Optional.of(LONG)).open(sealed)).isEqualTo("hello");
    }

    @Test
    void sealsUnderTheVersionedPrefix() throws Exception {
        AtRest atRest = AtRest.under(Optional.of(LONG));

        String sealed = atRest.seal("hello", Instant.EPOCH);

        assertThat(sealed).startsWith("enc:pki:v1:gAAAAA");
        assertThat(atRest.open(sealed)).isEqualTo("hello");
    }

    @Test
    void opensWhatAnotherLibrarySealedUnderAKeyThatIsGiven() throws Exception {
        // The example of github.com/fernet/spec.
        byte[] key = Base64.getUrlDecoder().decode("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=");
        String token =
                "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

        assertThat(AtRest.withKey(key).open("enc:pki:raw:" + token)).isEqualTo("hello");
    }

    @Test
    void anEnvelopeSaysWhereItsKeyComesFrom() throws Exception {
        AtRest given = AtRest.withKey(new byte[32]);
        AtRest derived = AtRest.under(Optional.of(LONG));
        String sealed = given.seal("hello", Instant.EPOCH);

        assertThat(sealed).startsWith("enc:pki:raw:gAAAAA");
        assertThat(given.open(sealed)).isEqualTo("hello");
        assertThat(derived.shouldSeal(sealed)).isFalse();
        assertThatThrownBy(() -> derived.open(sealed)).isInstanceOf(PkiException.class);
        assertThatThrownBy(() -> given.open(sealed.replace("raw", "v1"))).isInstanceOf(PkiException.class);
    }
}
