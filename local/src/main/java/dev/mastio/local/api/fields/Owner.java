package dev.mastio.local.api.fields;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who owns fields.
 *
 * @param operation {@code Apply} for server-side apply, {@code Update} for every other write
 * @param subresource empty, or the subresource that was written through
 */
public record Owner(String manager, String operation, String subresource) {

    public static Owner byUpdate(String manager, String subresource) {
        return new Owner(manager, "Update", subresource);
    }

    public static Owner byApply(String manager, String subresource) {
        return new Owner(manager, "Apply", subresource);
    }

    boolean wrote(JsonNode entry) {
        return entry.path("manager").asText().equals(manager)
                && entry.path("operation").asText().equals(operation)
                && entry.path("subresource").asText("").equals(subresource);
    }
}
