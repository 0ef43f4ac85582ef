package dev.mastio.operator.soak;

import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do about the soaks of an instance now.
 *
 * @param suspendCronJob spec.suspend of the CronJob
 * @param start the Job to make now from the CronJob's template
 * @param status to be written. A run that is started in this pass is not in it: its token counts as handled once its Job is seen
 * @param finished runs that {@code status} holds and the status before did not: one event and one count each
 * @param health facts for the condition SoakHealthy
 * @param lookAgain when time alone will change the decision, at the latest
 */
public record SoakDecision(
        boolean suspendCronJob,
        Optional<RunToStart> start,
        SoakStatus status,
        List<SoakRun> finished,
        SoakHealth health,
        Optional<Instant> lookAgain) {

    public SoakDecision {
        finished = List.copyOf(finished);
    }

    /**
     * A Job to be made from the CronJob's template. Asked for again until the Job is seen; an answer that one of that name exists already is success.
     *
     * @param jobName name of the Job and of the run
     * @param token that asked for it
     */
    public record RunToStart(String jobName, RunToken token) {}
}
