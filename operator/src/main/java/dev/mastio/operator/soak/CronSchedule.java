package dev.mastio.operator.soak;

import dev.mastio.operator.soak.CronField.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/**
 * When a CronJob of this schedule and time zone fires, to the minute as the CronJob controller computes it.
 *
 * <p>The days come from Quartz ({@link CronDays}). Within a day the clock is walked hour by hour and minute by minute just as the
 * controller does, because Quartz answers otherwise when clocks change: it moves a time that a change skips, and fires once where
 * the controller fires twice.
 */
public final class CronSchedule {
    private static final int YEARS_AHEAD = 5;
    private static final Map<String, String> MACROS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    private final BitSet minutes;
    private final BitSet hours;
    private final CronDays days;
    private final ZoneId zone;

    private CronSchedule(BitSet minutes, BitSet hours, CronDays days, ZoneId zone) {
        this.minutes = minutes;
        this.hours = hours;
        this.days = days;
        this.zone = zone;
    }

    /**
     * Reads five fields or a macro.
     *
     * @throws InvalidScheduleException with a message for the user when a CronJob would refuse it, or would run it in a way that a
     *     soak cannot be planned by
     */
    public static CronSchedule parse(String text, ZoneId zone) {
        String line = text.strip();
        if (line.startsWith("TZ=") || line.startsWith("CRON_TZ=")) {
            throw new InvalidScheduleException(
                    "schedule '%s' names a time zone: leave it out and set timeZone instead".formatted(line));
        }
        if (line.startsWith("@every")) {
            throw new InvalidScheduleException(
                    "schedule '%s' is an interval: write five fields, such as '0 */6 * * *'".formatted(line));
        }
        if (line.startsWith("@") && !MACROS.containsKey(line)) {
            throw new InvalidScheduleException("schedule '%s' is not one of %s"
                    .formatted(
                            line,
                            String.join(", ", MACROS.keySet().stream().sorted().toList())));
        }
        String[] fields = MACROS.getOrDefault(line, line).split("\\s+", -1);
        if (fields.length != Kind.values().length) {
            int count = line.isEmpty() ? 0 : fields.length;
            throw new InvalidScheduleException(
                    "schedule '%s' has %d field%s: write five, minute hour day-of-month month day-of-week; there are no seconds and no years"
                            .formatted(line, count, count == 1 ? "" : "s"));
        }
        try {
            return new CronSchedule(
                    CronField.parse(fields[0], Kind.MINUTE).values(),
                    CronField.parse(fields[1], Kind.HOUR).values(),
                    CronDays.of(
                            CronField.parse(fields[2], Kind.DAY_OF_MONTH),
                            CronField.parse(fields[3], Kind.MONTH),
                            CronField.parse(fields[4], Kind.DAY_OF_WEEK)),
                    zone);
        } catch (InvalidScheduleException e) {
            throw new InvalidScheduleException("schedule '%s': %s".formatted(line, e.getMessage()));
        }
    }

    /** The first time after that; empty when there is none within five years. */
    public Optional<Instant> next(Instant after) {
        ZonedDateTime t = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).atZone(zone);
        int lastYear = t.getYear() + YEARS_AHEAD;
        // Once a step was made, all below it is at its beginning and must not be cut off again.
        boolean stepped = false;
        while (t.getYear() <= lastYear) {
            LocalDate today = t.toLocalDate();
            Optional<LocalDate> day = days.onOrAfter(today);
            if (day.isEmpty()) {
                return Optional.empty();
            }
            if (!day.get().equals(today)) {
                t = beginningOf(day.get(), stepped ? t.getMinute() : 0);
                stepped = true;
                continue;
            }
            if (!hours.get(t.getHour())) {
                t = stepped ? t : t.truncatedTo(ChronoUnit.HOURS);
                stepped = true;
                do {
                    t = t.plusHours(1);
                } while (t.getHour() != 0 && !hours.get(t.getHour()));
                if (t.getHour() == 0) {
                    continue;
                }
            }
            if (!minutes.get(t.getMinute())) {
                t = stepped ? t : t.truncatedTo(ChronoUnit.MINUTES);
                stepped = true;
                do {
                    t = t.plusMinutes(1);
                } while (t.getMinute() != 0 && !minutes.get(t.getMinute()));
                if (t.getMinute() == 0) {
                    continue;
                }
            }
            if (t.getSecond() == 0) {
                return Optional.of(t.toInstant());
            }
            t = t.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
            stepped = true;
        }
        return Optional.empty();
    }

    /**
     * Where the walk over days arrives.
     *
     * @param minute not 0 after a change by half an hour, which the walk over hours carries along
     */
    private ZonedDateTime beginningOf(LocalDate day, int minute) {
        LocalDateTime beginning = day.atTime(0, minute);
        ZoneOffsetTransition change = zone.getRules().getTransition(beginning);
        // Where clocks go forward at midnight, the controller's step lands at 1:00 east of Greenwich, goes back an hour
        // into the day before, and thereby misses the day. In the west it lands at 23:00 and goes forward.
        boolean missed =
                change != null && change.isGap() && change.getOffsetBefore().getTotalSeconds() >= 0;
        return beginning.plusDays(missed ? 1 : 0).atZone(zone);
    }

    /** The last time before that; empty when there is none for more than five years. */
    public Optional<Instant> previous(Instant before) {
        for (long hoursBack = 1; hoursBack < 2 * YEARS_AHEAD * 366L * 24; hoursBack *= 2) {
            Optional<Instant> found = Optional.empty();
            Optional<Instant> candidate = next(before.minus(hoursBack, ChronoUnit.HOURS));
            while (candidate.isPresent() && candidate.get().isBefore(before)) {
                found = candidate;
                candidate = next(candidate.get());
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
