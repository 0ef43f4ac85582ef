package dev.mastio.bench.soak;

import dev.mastio.bench.soak.SoakReport.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run comes to.
 *
 * @param message a sentence with the numbers
 * @param residentDriftPercent of the worst replica; empty when none could be measured
 * @param heapDriftPercent of the worst replica; empty when none could be measured
 * @param load the judged load; empty when the run did not get that far
 * @param idle how long memory had to come back before it was measured; empty when the settings could not be read
 * @param report where the whole report is; empty when it could not be stored
 */
public record Verdict(
        String run,
        Reason reason,
        String message,
        Instant startedAt,
        Instant finishedAt,
        OptionalDouble residentDriftPercent,
        OptionalDouble heapDriftPercent,
        Optional<Load> load,
        int pods,
        Optional<Duration> idle,
        Optional<String> report) {

    Verdict storedAt(String place) {
        return with(message, Optional.of(place));
    }

    Verdict withRemark(String remark) {
        return with(message + " " + remark, report);
    }

    private Verdict with(String otherMessage, Optional<String> otherReport) {
        return new Verdict(
                run,
                reason,
                otherMessage,
                startedAt,
                finishedAt,
                residentDriftPercent,
                heapDriftPercent,
                load,
                pods,
                idle,
                otherReport);
    }
}
