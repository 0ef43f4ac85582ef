package dev.mastio.proxy.auth.login;

import dev.mastio.proxy.auth.jose.Base64Url;
import dev.mastio.proxy.auth.jose.JwsWriter;
import dev.mastio.proxy.auth.token.SigningKey;
import dev.mastio.proxy.auth.token.TokenKeys;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;

/**
 * An assertion that the gateway has seen and agrees with.
 *
 * @param signature the gateway's, over the assertion's text; empty before it has a key
 */
public record Endorsement(String assertion, String agent, Optional<String> signature) {

    static Endorsement of(String assertion, String agent, TokenKeys keys)
            throws SQLException, GeneralSecurityException {
        Optional<SigningKey> key = keys.current();
        if (key.isEmpty()) {
            return new Endorsement(assertion, agent, Optional.empty());
        }
        byte[] signature = JwsWriter.sign(assertion, key.get().key());
        return new Endorsement(assertion, agent, Optional.of(Base64Url.encode(signature)));
    }
}
