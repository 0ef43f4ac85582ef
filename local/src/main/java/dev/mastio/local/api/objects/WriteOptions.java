package dev.mastio.local.api.objects;

import java.util.function.Consumer;

/**
 * How a write is meant.
 *
 * @param manager who will own the fields
 * @param subresource empty, or {@code status}, {@code scale}
 * @param dryRun do everything but keep the result
 * @param unknownFields what to do about fields that the schema does not know
 * @param force take over fields that others own, in server-side apply
 * @param warnings hears what the client should be warned of
 */
public record WriteOptions(
        String manager,
        String subresource,
        boolean dryRun,
        UnknownFields unknownFields,
        boolean force,
        Consumer<String> warnings) {

    public enum UnknownFields {
        STRICT,
        WARN,
        IGNORE
    }

    /** The API's own writes. */
    public static WriteOptions internal() {
        return new WriteOptions("mastio-local", "", false, UnknownFields.IGNORE, false, warning -> {});
    }
}
