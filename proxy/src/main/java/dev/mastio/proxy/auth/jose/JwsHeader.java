package dev.mastio.proxy.auth.jose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a JWS says of itself. Nothing in it is true yet. */
public record JwsHeader(ObjectNode fields) {

    /** A text of it; null if it is missing or something else. */
    public @Nullable String text(String name) {
        JsonNode value = fields.get(name);
        return value != null && value.isTextual() ? value.textValue() : null;
    }
}
