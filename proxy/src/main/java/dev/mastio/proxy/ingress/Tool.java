package dev.mastio.proxy.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.auth.principal.Caller;
import java.util.Optional;

/**
 * Something that agents may have done for them.
 *
 * @param capability what a caller must hold; a tool that declares none is never run
 * @param parametersSchema JSON Schema of its parameters
 */
public record Tool(
        String name, String description, Optional<String> capability, ObjectNode parametersSchema, Handler handler) {

    /** Does it. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Does it for that caller.
         *
         * @return what the caller gets as result
         * @throws ToolException if it cannot, with a text for the caller
         */
        JsonNode run(Caller caller, ObjectNode parameters) throws ToolException, InterruptedException;
    }
}
