package dev.mastio.operator.soak;

import java.text.ParseException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/**
 * The days on which a schedule fires, found by Quartz.
 *
 * <p>Cron's day fields are joined by <em>or</em> when both restrict and by <em>and</em> when one does not; Quartz knows only one day
 * field at a time and wants {@code ?} in the other, so <em>or</em> becomes two expressions. Cron's Sunday is 0, Quartz's is 1.
 */
final class CronDays {
    private final List<CronExpression> expressions;

    private CronDays(List<CronExpression> expressions) {
        this.expressions = expressions;
    }

    static CronDays of(CronField dayOfMonth, CronField month, CronField dayOfWeek) {
        String months = list(month.values(), value -> value);
        String byMonth = "0 0 0 %s %s ?".formatted(list(dayOfMonth.values(), value -> value), months);
        String byWeek = "0 0 0 ? %s %s".formatted(months, list(dayOfWeek.values(), value -> value + 1));
        Stream<String> used = dayOfWeek.any()
                ? Stream.of(byMonth)
                : dayOfMonth.any() ? Stream.of(byWeek) : Stream.of(byMonth, byWeek);
        return new CronDays(used.map(CronDays::quartz).toList());
    }

    Optional<LocalDate> onOrAfter(LocalDate day) {
        Date justBefore = Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1));
        return expressions.stream()
                .flatMap(expression -> Optional.ofNullable(expression.getTimeAfter(justBefore)).stream())
                .map(Date::toInstant)
                .min(Comparator.naturalOrder())
                .map(found -> LocalDate.ofInstant(found, ZoneOffset.UTC));
    }

    private static String list(BitSet values, IntUnaryOperator toQuartz) {
        return values.stream().map(toQuartz).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static CronExpression quartz(String text) {
        try {
            CronExpression expression = new CronExpression(text);
            // Days are counted, not instants: in UTC each has midnight, and no clock ever changes.
            expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
            return expression;
        } catch (ParseException e) {
            throw new IllegalStateException(
                    "Quartz does not read " + text + ", which was made from a checked schedule", e);
        }
    }
}
