package dev.mastio.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "*/15 * * * *; 2026-03-01T10:07:00Z; 2026-03-01T10:15:00Z",
                "* * * * *; 2026-03-01T10:07:59Z; 2026-03-01T10:08:00Z",
                "0 3 * * *; 2026-03-01T03:00:00Z; 2026-03-02T03:00:00Z",
                "0 0 * * 0; 2026-03-02T00:00:00Z; 2026-03-08T00:00:00Z",
                "0 0 * * SUN; 2026-03-02T00:00:00Z; 2026-03-08T00:00:00Z",
                "0 0 * * 6; 2026-03-02T00:00:00Z; 2026-03-07T00:00:00Z",
                "0 9 * * mon-fri; 2026-03-06T10:00:00Z; 2026-03-09T09:00:00Z",
                "30 4 1,15 * *; 2026-03-02T00:00:00Z; 2026-03-15T04:30:00Z",
                "0 0 13 * 5; 2026-03-07T00:00:00Z; 2026-03-13T00:00:00Z",
                "0 0 14 * 5; 2026-03-07T00:00:00Z; 2026-03-13T00:00:00Z",
                "0 0 */2 * 1; 2026-03-03T00:00:00Z; 2026-03-05T00:00:00Z",
                "0 0 ? * 1; 2026-03-03T00:00:00Z; 2026-03-09T00:00:00Z",
                "5/20 8-10 * * *; 2026-03-01T08:26:00Z; 2026-03-01T08:45:00Z",
                "0 0 29 2 *; 2026-03-01T00:00:00Z; 2028-02-29T00:00:00Z",
                "0 0 31 * *; 2026-03-31T00:00:00Z; 2026-05-31T00:00:00Z",
                "@hourly; 2026-03-01T10:00:00Z; 2026-03-01T11:00:00Z",
                "@daily; 2026-03-01T10:00:00Z; 2026-03-02T00:00:00Z",
                "@weekly; 2026-03-02T10:00:00Z; 2026-03-08T00:00:00Z",
                "@monthly; 2026-03-02T10:00:00Z; 2026-04-01T00:00:00Z",
                "@yearly; 2026-03-02T10:00:00Z; 2027-01-01T00:00:00Z",
            })
    void isDueWhenCronSaysSo(String cron, Instant from, Instant due) {
        assertThat(CronSchedule.parse(cron, ZoneOffset.UTC).after(from)).contains(due);
    }

    @Test
    void isNeverDueOnTheThirtiethOfFebruary() {
        assertThat(CronSchedule.parse("0 0 30 2 *", ZoneOffset.UTC).after(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void leavesOutATimeThatTheClockSkips() {
        CronSchedule schedule = CronSchedule.parse("30 2 * * *", BERLIN);

        Optional<Instant> due = schedule.after(local("2026-03-28T12:00:00", BERLIN));

        assertThat(due).contains(local("2026-03-30T02:30:00", BERLIN));
    }

    @Test
    void isDueTwiceWhenTheClockShowsTheTimeTwice() {
        CronSchedule schedule = CronSchedule.parse("30 2 * * *", BERLIN);
        Instant first = schedule.after(local("2026-10-24T12:00:00", BERLIN)).orElseThrow();

        assertThat(schedule.after(first)).contains(first.plus(1, ChronoUnit.HOURS));
    }

    static Stream<Arguments> corpus() {
        List<String> crons = List.of(
                "*/10 * * * *",
                "0 * * * *",
                "30 1 * * *",
                "30 2 * * *",
                "0 3 * * *",
                "0 0 * * *",
                "15 1-3 * * 0",
                "0 2 1 * 0",
                "59 23 * * sat");
        List<String> zones = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
        return crons.stream().flatMap(cron -> zones.stream().map(zone -> Arguments.of(cron, zone)));
    }

    /** Two clock changes in each of three zones, against the plainest possible reading: look at the clock every minute. */
    @ParameterizedTest
    @MethodSource("corpus")
    void agreesWithLookingAtTheClockEachMinuteThroughTwoClockChanges(String cron, String zoneName) {
        ZoneId zone = ZoneId.of(zoneName);
        CronSchedule schedule = CronSchedule.parse(cron, zone);
        for (String start : List.of(
                "2026-03-07T00:00:00Z",
                "2026-03-28T00:00:00Z",
                "2026-04-04T00:00:00Z",
                "2026-10-03T00:00:00Z",
                "2026-10-24T00:00:00Z",
                "2026-10-31T00:00:00Z")) {
            Instant from = Instant.parse(start);
            Instant end = from.plus(2, ChronoUnit.DAYS);

            List<Instant> computed = Stream.iterate(
                            schedule.after(from), Optional::isPresent, last -> last.flatMap(schedule::after))
                    .flatMap(Optional::stream)
                    .takeWhile(due -> due.isBefore(end))
                    .toList();

            assertThat(computed).isEqualTo(seen(from, end, zone, wallClock(cron)));
        }
    }

    private static List<Instant> seen(Instant from, Instant end, ZoneId zone, Predicate<LocalDateTime> shows) {
        return Stream.iterate(from.plus(1, ChronoUnit.MINUTES), minute -> minute.plus(1, ChronoUnit.MINUTES))
                .takeWhile(minute -> minute.isBefore(end))
                .filter(minute -> shows.test(LocalDateTime.ofInstant(minute, zone)))
                .toList();
    }

    private static Predicate<LocalDateTime> wallClock(String cron) {
        String[] fields = cron.split(" ", -1);
        CronField minute = CronField.parse(CronField.Place.MINUTE, fields[0]);
        CronField hour = CronField.parse(CronField.Place.HOUR, fields[1]);
        CronField dayOfMonth = CronField.parse(CronField.Place.DAY_OF_MONTH, fields[2]);
        CronField dayOfWeek = CronField.parse(CronField.Place.DAY_OF_WEEK, fields[4]);
        return time -> {
            boolean monthDay = dayOfMonth.values().get(time.getDayOfMonth());
            boolean weekDay = dayOfWeek.values().get(time.getDayOfWeek().getValue() % 7);
            boolean either = dayOfMonth.restricted() && dayOfWeek.restricted();
            boolean day = either ? (monthDay || weekDay) : (monthDay && weekDay);
            return minute.values().get(time.getMinute()) && hour.values().get(time.getHour()) && day;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 7",
                "*/0 * * * *",
                "5-1 * * * *",
                "a * * * *",
                "1,,2 * * * *",
                "@never"
            })
    void refusesWhatTheCronJobControllerRefuses(String cron) {
        assertThatThrownBy(() -> CronSchedule.parse(cron, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'");
    }

    private static Instant local(String time, ZoneId zone) {
        return LocalDateTime.parse(time).atZone(zone).toInstant();
    }
}
