package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
}
