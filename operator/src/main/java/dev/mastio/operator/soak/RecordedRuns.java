package dev.mastio.operator.soak;

import dev.mastio.api.MastioInstanceStatus.SoakRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The finished runs that the status has. */
record RecordedRuns(List<SoakRun> runs) {

    /**
     * Whether that run is one of them, by its name and the time at which its Job was made: a name comes again with its token, and then the
     * Job is younger.
     */
    boolean has(ObservedRun run) {
        return runs.stream()
                .anyMatch(
                        known -> known.name().equals(run.name()) && !made(known).isBefore(run.createdAt()));
    }

    // Of a Job that was gone, only the time is known at which that was noticed. Earlier versions wrote when the run
    // itself
    // began, a little after its Job was made.
    private static Instant made(SoakRun run) {
        return Stream.of(Optional.ofNullable(run.startedAt()), Optional.ofNullable(run.finishedAt()))
                .flatMap(Optional::stream)
                .findFirst()
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }
}
