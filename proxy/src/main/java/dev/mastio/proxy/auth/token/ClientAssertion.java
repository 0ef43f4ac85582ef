package dev.mastio.proxy.auth.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * A client's signed statement of who it is, verified.
 *
 * @param leaf the certificate whose key signed it
 * @param claims what it states
 */
public record ClientAssertion(X509Certificate leaf, ObjectNode claims) {

    /** For whom it must be. */
    public static final String AUDIENCE = "agent-trust-broker";

    /** A claim that is a text; null if it is missing, empty or something else. */
    public static @Nullable String text(ObjectNode claims, String name) {
        JsonNode value = claims.get(name);
        return value != null && value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }
}
