package dev.mastio.local.controllers;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * When a CronJob is due: standard cron in, Quartz underneath. Where both days are restricted cron means either of them
 * and Quartz cannot say so, hence up to two expressions.
 */
record CronSchedule(List<String> quartz, ZoneId zone) {

    private static final Map<String, String> MACROS = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    /**
     * Reads a schedule.
     *
     * @throws IllegalArgumentException with a message that says what is wrong
     */
    static CronSchedule parse(String cron, ZoneId zone) {
        String[] fields = MACROS.getOrDefault(cron.strip(), cron.strip()).split("\\s+", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "'%s' must have five fields (minute hour day-of-month month day-of-week) or be one of %s"
                            .formatted(cron, MACROS.keySet().stream().sorted().toList()));
        }
        CronField minute = CronField.parse(CronField.Place.MINUTE, fields[0]);
        CronField hour = CronField.parse(CronField.Place.HOUR, fields[1]);
        CronField dayOfMonth = CronField.parse(CronField.Place.DAY_OF_MONTH, fields[2]);
        CronField month = CronField.parse(CronField.Place.MONTH, fields[3]);
        CronField dayOfWeek = CronField.parse(CronField.Place.DAY_OF_WEEK, fields[4]);
        String time = "0 %s %s".formatted(minute.quartz(0), hour.quartz(0));
        List<String> expressions = new ArrayList<>();
        if (dayOfMonth.restricted() || !dayOfWeek.restricted()) {
            expressions.add("%s %s %s ?".formatted(time, dayOfMonth.quartz(0), month.quartz(0)));
        }
        if (dayOfWeek.restricted()) {
            expressions.add("%s ? %s %s".formatted(time, month.quartz(0), dayOfWeek.quartz(1)));
        }
        return new CronSchedule(List.copyOf(expressions), zone);
    }

    /** The first time after the given one that is due; empty when there is none, as for the 30th of February. */
    Optional<Instant> after(Instant moment) {
        return quartz.stream()
                .flatMap(expression -> after(expression, moment).stream())
                .min(Instant::compareTo);
    }

    /**
     * A time is due when the clock on the wall shows it: one that a change of clocks leaves out is not made up for, one
     * that it shows twice is due twice. Quartz alone decides otherwise, so it is asked for each offset of the zone apart.
     */
    private Optional<Instant> after(String expression, Instant moment) {
        Instant from = moment;
        while (true) {
            ZoneOffset offset = zone.getRules().getOffset(from.plusSeconds(1));
            Optional<Instant> due = next(expression, offset, from);
            ZoneOffsetTransition change = zone.getRules().nextTransition(from.plusSeconds(1));
            if (due.isEmpty() || change == null || due.get().isBefore(change.getInstant())) {
                return due;
            }
            from = change.getInstant().minusSeconds(1);
        }
    }

    private static Optional<Instant> next(String expression, ZoneOffset offset, Instant from) {
        try {
            CronExpression cron = new CronExpression(expression);
            cron.setTimeZone(TimeZone.getTimeZone(offset));
            Date date = cron.getNextValidTimeAfter(Date.from(from));
            return Optional.ofNullable(date).map(Date::toInstant);
        } catch (ParseException e) {
            throw new IllegalStateException("translated to '" + expression + "', which Quartz refuses", e);
        }
    }
}
