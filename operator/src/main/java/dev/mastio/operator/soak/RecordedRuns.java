package dev.mastio.operator.soak;

import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The finished runs that the status has. */
record RecordedRuns(List<SoakRun> runs) {

    /** The newest are kept. */
    static final int MOST = 10;

    static RecordedRuns of(SoakObservation seen) {
        return new RecordedRuns(seen.status().map(SoakStatus::runs).orElse(List.of()));
    }

    /** Whether that run is to be recorded once it has ended: it is none of these, and would be kept beside them. */
    boolean lack(ObservedRun run) {
        return !has(run) && run.end().filter(end -> !keep(end.at())).isEmpty();
    }

    /** By name, and by the time at which its Job was made: a name comes again with its token, and then the Job is younger. */
    private boolean has(ObservedRun run) {
        return runs.stream()
                .anyMatch(
                        known -> known.name().equals(run.name()) && !made(known).isBefore(run.createdAt()));
    }

    private boolean keep(Instant end) {
        return runs.size() < MOST
                || runs.stream().anyMatch(known -> finished(known).isBefore(end));
    }

    static Instant finished(SoakRun run) {
        return Optional.ofNullable(run.finishedAt()).map(Instant::parse).orElse(Instant.EPOCH);
    }

    // Of a Job that was gone, only the time is known at which that was noticed. Earlier versions wrote when
    // the run itself began, a little after its Job was made.
    private static Instant made(SoakRun run) {
        return Optional.ofNullable(run.startedAt()).map(Instant::parse).orElseGet(() -> finished(run));
    }
}
