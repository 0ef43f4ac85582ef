package dev.mastio.proxy.audit.chain;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** Times as the chains hash them: microseconds and {@code +00:00}, without a fraction if it is zero. */
public final class AuditTime {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROSECONDS = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .appendLiteral("+00:00")
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private AuditTime() {}

    public static String text(Instant time) {
        Instant micros = time.truncatedTo(ChronoUnit.MICROS);
        boolean whole = micros.equals(micros.truncatedTo(ChronoUnit.SECONDS));
        return (whole ? SECONDS : MICROSECONDS).format(micros);
    }

    public static Instant read(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
