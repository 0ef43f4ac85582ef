package dev.mastio.proxy.auth.token;

import dev.mastio.proxy.auth.jose.JwsWriter;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;

/**
 * The key that signs tokens now.
 *
 * @param id its {@code kid}, under which the public half is found
 */
public record SigningKey(String id, PrivateKey key) {

    /** That key in the form in which it signs fastest; keep it. */
    public static SigningKey of(String id, PrivateKey key) throws GeneralSecurityException {
        return new SigningKey(id, JwsWriter.prepared(key));
    }

    /** Never shows the key: records end up in log lines. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
