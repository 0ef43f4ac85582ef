package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final AtRest clear = AtRest.under(Optional.empty());
    private final Issuer issuer = TestAuthority.made(NOON).intermediate();

    @Test
    void anEnvelopeOfOursOpens() throws Exception {
        AtRest sealing = AtRest.withKey(new byte[32]);

        Issuer opened = Secret.openIssuer(Secret.seal(issuer, sealing, NOON), issuer.certificate(), sealing);

        assertThat(opened).isEqualTo(issuer);
    }

    /** CERT and KEY stand for PEM with its line breaks as JSON has them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"key_pem\":\"KEY\",\"cert_pem\":\"CERT\"}",
                "{\"key_pem\":\"KEY\"}",
                "{\"key_pem\": \"KEY\", \"cert_pem\": \"CERT\"}",
                "{\"cert_pem\":\"CERT\",\"key_pem\":\"KEY\"}",
                "{\"key_pem\":\"a \\\"word\\\" before it\\nKEY\"}",
                "\n{ \"more\": {\"key_pem\": \"other\"}, \"key_pem\" : \"KEY\" }",
            })
    void soDoesOneThatIsWrittenInAnotherWay(String form) throws Exception {
        assertThat(open(filled(form, "\\n"))).isEqualTo(issuer);
        assertThat(open(filled(form, "\\u000a").replace("/", "\\/"))).isEqualTo(issuer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"key_pem\":\"", "{\"key_pem\":\"\\\"", "{\"key_pem\":\"BROKEN", "OFF"})
    void oneThatIsBrokenOffDoesNot(String form) {
        assertThatThrownBy(() -> open(filled(form, "\\n")))
                .isInstanceOf(PkiException.class)
                .hasMessageMatching(".*(pki_key_store|in the store).*");
    }

    private Issuer open(String envelope) throws Exception {
        return Secret.openIssuer(envelope, issuer.certificate(), clear);
    }

    private String filled(String form, String lineBreak) {
        return form.replace("CERT", Pem.text(issuer.certificate()).replace("\n", lineBreak))
                .replace("KEY\"", Pem.text(issuer.key()).replace("\n", lineBreak) + '"');
    }
}
