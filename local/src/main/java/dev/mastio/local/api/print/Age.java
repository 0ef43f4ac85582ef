package dev.mastio.local.api.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Durations in the short form of kubectl: {@code 5s}, {@code 3m10s}, {@code 4d}. */
final class Age {
    private Age() {}

    static String since(JsonNode time) {
        return between(time, MissingNode.getInstance());
    }

    /** From one time to another; to now when there is no other. */
    static String between(JsonNode from, JsonNode to) {
        try {
            if (!from.isTextual()) return "<unknown>";
            return of(Duration.between(instant(from), to.isTextual() ? instant(to) : Instant.now()));
        } catch (DateTimeParseException e) {
            return "<invalid>";
        }
    }

    private static Instant instant(JsonNode time) {
        return OffsetDateTime.parse(time.asText()).toInstant();
    }

    static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        long minutes = seconds / 60;
        long hours = seconds / 3600;
        long days = hours / 24;
        if (seconds < 120) return seconds + "s";
        if (minutes < 10) return pair(minutes, "m", seconds % 60, "s");
        if (hours < 3) return minutes + "m";
        if (hours < 8) return pair(hours, "h", minutes % 60, "m");
        if (hours < 48) return hours + "h";
        if (days < 8) return pair(days, "d", hours % 24, "h");
        return days < 730 ? days + "d" : pair(days / 365, "y", days % 365, "d");
    }

    private static String pair(long large, String unit, long small, String smallUnit) {
        return large + unit + (small == 0 ? "" : small + smallUnit);
    }
}
