package dev.mastio.proxy.wire;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Times as the wire and the tables have them: ISO 8601, UTC as {@code +00:00}, whole seconds. All have the same length, so the database
 * can compare them as text.
 */
public final class Timestamp {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private Timestamp() {}

    /** The text of a time. */
    public static String text(Instant time) {
        return FORMAT.format(time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    /** The time of a text that {@link #text} made. */
    public static Instant read(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
