package dev.mastio.operator.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the corpus cannot say: the messages, and the way back. */
class CronScheduleTest {
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@every 1h             | five fields, such as '0 */6 * * *'",
                "@fortnightly          | is not one of @annually, @daily, @hourly",
                "TZ=UTC 0 2 * * *      | set timeZone instead",
                "CRON_TZ=UTC 0 2 * * * | set timeZone instead",
                "0 0 2 * * ?           | has 6 fields: write five",
                "''                    | has 0 fields: write five",
                "never                 | has 1 field: write five",
                "0 2 * * 7             | day of week '7' is outside 0-6; Sunday is 0 or sun",
                "0 2 * * sonntag       | day of week 'sonntag' is not a number or a name such as mon",
                "61 2 * * *            | minute '61' is outside 0-59",
                "*/0 2 * * *           | minute '*/0' has a step below 1",
                "0 22-6 * * *          | hour '22-6' ends before it begins",
                "0 2 L * *             | day of month 'L' is not a number",
            })
    void aRefusalSaysWhatIsWrongAndWhatToWrite(String schedule, String message) {
        assertThatThrownBy(() -> CronSchedule.parse(schedule, ROME))
                .isInstanceOf(InvalidScheduleException.class)
                .hasMessageContaining("schedule '" + schedule)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/7 * * * *", "30 2 * * *", "@weekly", "0 6 13 * fri", "0 6 29 2 *", "0 0 1 1 1"})
    void previousFindsWhatNextFound(String text) {
        CronSchedule schedule = CronSchedule.parse(text, ROME);
        Instant slot = schedule.next(Instant.parse("2026-03-27T13:14:15Z")).orElseThrow();
        Instant following = schedule.next(slot).orElseThrow();

        assertThat(schedule.previous(slot.plusSeconds(1))).contains(slot);
        assertThat(schedule.previous(following)).contains(slot);
    }

    @Test
    void aDayThatNeverComesNeverFires() {
        CronSchedule schedule = CronSchedule.parse("0 0 30 2 *", ROME);
        Instant now = Instant.parse("2026-11-24T00:00:00Z");

        assertThat(schedule.next(now)).isEqualTo(Optional.empty());
        assertThat(schedule.previous(now)).isEqualTo(Optional.empty());
    }

    @Test
    void aTimeThatTheClockSkipsIsLeftOutAndOneThatItRepeatsFiresTwice() {
        CronSchedule schedule = CronSchedule.parse("30 2 * * *", ROME);
        Instant skipped = Instant.parse("2026-03-29T00:00:00Z");
        Instant repeated = Instant.parse("2026-10-25T00:00:00Z");

        assertThat(schedule.next(skipped)).contains(Instant.parse("2026-03-30T00:30:00Z"));
        Instant first = schedule.next(repeated).orElseThrow();
        assertThat(schedule.next(first)).contains(first.plus(1, ChronoUnit.HOURS));
    }
}
