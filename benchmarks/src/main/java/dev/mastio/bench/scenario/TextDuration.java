package dev.mastio.bench.scenario;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people and k6 write them: {@code 500ms}, {@code 30s}, {@code 1h30m}. */
public final class TextDuration {

    private static final Pattern WHOLE = Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:ms|[hms]))+");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|[hms])");

    private TextDuration() {}

    public static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches())
            throw new IllegalArgumentException("'" + text + "' is not a duration; write 500ms, 30s, 2m or 1h30m");
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        while (part.find()) {
            double number = Double.parseDouble(part.group(1));
            sum = sum.plusNanos(Math.round(number * nanos(part.group(2))));
        }
        return sum;
    }

    /** The shortest form: {@code 1h30m}, {@code 12.5s}. */
    public static String format(Duration duration) {
        StringBuilder text = new StringBuilder();
        if (duration.toHours() > 0) text.append(duration.toHours()).append('h');
        if (duration.toMinutesPart() > 0) text.append(duration.toMinutesPart()).append('m');
        if (duration.toMillisPart() > 0)
            text.append(duration.toSecondsPart())
                    .append('.')
                    .append(duration.toMillisPart() / 100)
                    .append('s');
        else if (duration.toSecondsPart() > 0 || text.isEmpty())
            text.append(duration.toSecondsPart()).append('s');
        return text.toString();
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "h" -> 3600e9;
            case "m" -> 60e9;
            case "s" -> 1e9;
            default -> 1e6;
        };
    }
}
