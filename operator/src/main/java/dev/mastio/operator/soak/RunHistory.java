package dev.mastio.operator.soak;

import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The finished runs of an instance.
 *
 * @param runs the newest first, at most ten
 * @param added those that the status before did not have
 * @param active the newest run that has not been recorded; one that the status calls so stays so as long as its Job is there, whoever it belongs
 *     to by then: its end is still to be recorded
 */
record RunHistory(List<SoakRun> runs, List<SoakRun> added, Optional<ObservedRun> active) {
    private static final Comparator<SoakRun> NEWEST_FIRST = Comparator.comparing(RecordedRuns::finished)
            .thenComparing(SoakRun::name)
            .reversed();

    static RunHistory of(SoakObservation seen, Instant now) {
        RecordedRuns recorded = RecordedRuns.of(seen);
        List<SoakRun> before = recorded.runs();

        List<SoakRun> runs = Stream.of(
                        before.stream(),
                        seen.runs().stream()
                                .filter(run -> recorded.lack(run) && settled(run, now))
                                .flatMap(run -> run.end().stream()
                                        .map(end -> FinishedRun.of(run, end, overlapping(run, seen.all())))),
                        vanished(seen, now).stream())
                .flatMap(found -> found)
                .sorted(NEWEST_FIRST)
                .limit(RecordedRuns.MOST)
                .toList();
        List<SoakRun> added = runs.stream().filter(run -> !before.contains(run)).toList();
        Optional<ObservedRun> active = seen.runs().stream()
                .filter(run -> recorded.lack(run) && !settled(run, now))
                .max(Comparator.comparing(ObservedRun::createdAt))
                .or(() -> seen.others().stream()
                        .filter(run -> recorded.lack(run) && wasActive(run, seen))
                        .findFirst());
        return new RunHistory(runs, added, active);
    }

    private static boolean wasActive(ObservedRun run, SoakObservation seen) {
        return seen.status()
                .filter(status -> run.name().equals(status.active()))
                .isPresent();
    }

    /** Ended, and its pod's last words are here, will not come any more, or have not come for long. */
    private static boolean settled(ObservedRun run, Instant now) {
        return run.end().isPresent()
                && (run.termination().isPresent()
                        || switch (run.pod()) {
                            case GONE -> run.endedFor(SoakPlan.SETTLE, now);
                            case THERE -> run.endedFor(SoakPlan.PATIENCE, now);
                            case UNKNOWN -> false;
                        });
    }

    /** Runs that have ended, are to be recorded, and whose last words are not here. */
    static Stream<ObservedRun> speechless(SoakObservation seen) {
        RecordedRuns recorded = RecordedRuns.of(seen);
        return seen.runs().stream()
                .filter(run -> !run.active() && run.termination().isEmpty() && recorded.lack(run));
    }

    private static Optional<String> overlapping(ObservedRun run, List<ObservedRun> all) {
        return all.stream()
                .filter(other -> !other.name().equals(run.name()) && other.overlaps(run))
                .map(ObservedRun::name)
                .sorted()
                .findFirst();
    }

    /** A run that was active and whose Job is gone; without a record it would look as if it had never been. */
    private static Optional<SoakRun> vanished(SoakObservation seen, Instant now) {
        return seen.status()
                .map(SoakStatus::active)
                .filter(name -> seen.all().stream().noneMatch(run -> run.name().equals(name)))
                .map(name -> new SoakRun(
                        name,
                        Verdict.Error,
                        "JobDeleted",
                        "The run's Job was deleted before its verdict was read.",
                        null,
                        now.toString(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }
}
