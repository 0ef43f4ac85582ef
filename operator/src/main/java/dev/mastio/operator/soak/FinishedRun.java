package dev.mastio.operator.soak;

import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.operator.soak.ObservedRun.JobEnd;
import dev.mastio.operator.soak.ObservedRun.PodFact;
import dev.mastio.operator.soak.ObservedRun.Termination;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Turns a Job that has ended into the record of a run. That a Job is Complete says nothing: only the run's own message is a verdict. */
final class FinishedRun {

    private static final int LONGEST_MESSAGE = 500;

    /** @param overlapping another run that went on at the same time */
    static SoakRun of(ObservedRun run, JobEnd end, Optional<String> overlapping) {
        Optional<SoakVerdict> verdict =
                run.termination().flatMap(termination -> SoakVerdict.read(termination.message(), run.name()));
        if (verdict.isEmpty()) {
            return unjudged(run, end);
        }
        boolean judgement =
                verdict.get().verdict() == Verdict.Passed || verdict.get().verdict() == Verdict.Failed;
        if (judgement && overlapping.isPresent()) {
            String message = "Another run, %s, went on at the same time; what this one measured (%s) does not count."
                    .formatted(overlapping.get(), verdict.get().reason());
            return judged(verdict.get(), Verdict.Inconclusive, "Overlapping", message, run, end);
        }
        return judged(
                verdict.get(),
                verdict.get().verdict(),
                verdict.get().reason(),
                verdict.get().message(),
                run,
                end);
    }

    private static SoakRun judged(
            SoakVerdict measured, Verdict verdict, String reason, String message, ObservedRun run, JobEnd end) {
        Double errorRate = measured.errorRate();
        return new SoakRun(
                run.name(),
                verdict,
                reason,
                message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…",
                text(run.createdAt()), // what tells it from another run of its name
                Objects.requireNonNullElse(measured.finishedAt(), text(end.at())),
                measured.requests(),
                measured.p95Millis(),
                errorRate == null ? null : errorRate * 100,
                measured.residentDriftPercent(),
                measured.heapDriftPercent(),
                measured.idleSeconds(),
                measured.report());
    }

    private static SoakRun unjudged(ObservedRun run, JobEnd end) {
        String reason = reasonForNoVerdict(run, end);
        String message = switch (reason) {
            case "DeadlineExceeded" -> "The run did not end within its Job's deadline, and no verdict of it was seen.";
            case "PodLost" -> "The run's pod is gone, and no verdict of it was seen.";
            case "PodUnfinished" ->
                "%d minutes after its Job's end the run's pod had not ended, and no verdict of it was seen; its node may be down."
                        .formatted(SoakPlan.PATIENCE.toMinutes());
            case "OutOfMemory" -> "The run was killed because it needed more memory than its limit.";
            default -> ending(run.termination().orElseThrow()) + " and left no verdict; its pod's log may say why.";
        };
        return new SoakRun(
                run.name(),
                Verdict.Error,
                reason,
                message,
                text(run.createdAt()),
                text(end.at()),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static String ending(Termination termination) {
        if (termination.exitCode() >= 0) return "The run ended with exit code " + termination.exitCode();
        return "The run's pod ended" + (termination.reason().isEmpty() ? "" : " (" + termination.reason() + ")");
    }

    private static String reasonForNoVerdict(ObservedRun run, JobEnd end) {
        if (end.reason().equals("DeadlineExceeded")) {
            return "DeadlineExceeded";
        }
        if (run.termination().isEmpty()) {
            return run.pod() == PodFact.GONE ? "PodLost" : "PodUnfinished";
        }
        return run.termination().get().reason().equals("OOMKilled") ? "OutOfMemory" : "NoVerdict";
    }

    private static String text(Instant time) {
        return time.toString();
    }

    private FinishedRun() {}
}
