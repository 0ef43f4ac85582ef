package dev.mastio.operator.soak;

import dev.mastio.api.MastioInstanceStatus.SoakRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The condition SoakHealthy.
 *
 * @param message a sentence for the user
 */
public record SoakHealth(Reason reason, String message) {

    /** Why the soaks of an instance are healthy, are not, or say nothing. */
    public enum Reason {
        /** The last run held all limits. */
        SoakPassed("True"),
        /** The last run failed because memory stayed after the load had gone. */
        LeakSuspected("False"),
        /** The last run failed for latency or errors. */
        SoakFailed("False"),
        /** The last run came to no judgement, because something disturbed it. */
        SoakInconclusive("Unknown"),
        /** The last run could not be carried out, or its verdict is lost. */
        SoakError("Unknown"),
        /** The schedule's time passed and no run was made. */
        SoakOverdue("Unknown"),
        /** No run has finished yet. */
        NeverRun("Unknown"),
        /** A run on demand was asked for, and no soak is declared. */
        SoakNotDeclared("Unknown");

        private final String status;

        Reason(String status) {
            this.status = status;
        }
    }

    /**
     * @param runs finished runs, the newest first
     * @param overdue the slot that passed without a run
     */
    static SoakHealth of(List<SoakRun> runs, Optional<Instant> overdue) {
        Optional<SoakHealth> last = runs.stream().findFirst().map(SoakHealth::of);
        if (overdue.isEmpty()) {
            return last.orElseGet(() -> new SoakHealth(Reason.NeverRun, "No run has finished yet."));
        }
        String missed = "The run due at %s was not made.".formatted(overdue.get());
        // A failure stays in sight: that the next run is late does not make it better.
        if (last.isPresent() && last.get().status().equals("False")) {
            return new SoakHealth(last.get().reason(), last.get().message() + " " + missed);
        }
        return new SoakHealth(
                Reason.SoakOverdue,
                missed + last.map(health -> " Before that: " + health.message()).orElse(""));
    }

    private static SoakHealth of(SoakRun run) {
        Reason reason = switch (run.verdict()) {
            case Passed -> Reason.SoakPassed;
            case Failed -> run.reason().endsWith("Drift") ? Reason.LeakSuspected : Reason.SoakFailed;
            case Inconclusive -> Reason.SoakInconclusive;
            case Error -> Reason.SoakError;
        };
        return new SoakHealth(reason, "%s: %s, %s".formatted(run.name(), run.reason(), run.message()));
    }

    /** Where an annotation asks for a run, and the spec does not say of what kind. Nobody shall wait for it without a word. */
    public static SoakHealth notDeclared() {
        return new SoakHealth(
                Reason.SoakNotDeclared,
                "The annotation mastio.dev/run-soak asks for a run, and there is no spec.soak: declare one, and the run starts;"
                        + " or remove the annotation.");
    }

    /** The same of an instance one of whose runs can't begin yet. */
    SoakHealth waitingFor(String other) {
        return new SoakHealth(
                reason,
                message + " A run that is asked for waits for the end of the Job " + other
                        + ", which is not this instance's.");
    }

    /** The condition's status: {@code True}, {@code False} or {@code Unknown}. */
    public String status() {
        return reason.status;
    }
}
