package dev.mastio.proxy.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;

/**
 * Times as the wire and the tables have them: ISO 8601, UTC as {@code +00:00}, whole seconds. All have the same length, so the database
 * can compare them as text.
 */
public final class Timestamp {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private static final int LAST_YEAR = 9999;

    private Timestamp() {}

    /** The text of a time. */
    public static String text(Instant time) {
        return FORMAT.format(time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    /**
     * The time of a text that somebody wrote, in whole seconds; without an offset it is in UTC.
     *
     * @throws DateTimeException if it is none, or one that {@link #text} has no four digits for
     */
    public static Instant parse(String text) {
        TemporalAccessor parsed =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        OffsetDateTime time = parsed instanceof OffsetDateTime withOffset
                ? withOffset.withOffsetSameInstant(ZoneOffset.UTC)
                : ((LocalDateTime) parsed).atOffset(ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
            throw new DateTimeException("a year of other than four digits");
        }
        return time.toInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The time of a text that {@link #text} made. */
    public static Instant read(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
