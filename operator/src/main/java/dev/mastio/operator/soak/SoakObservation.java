package dev.mastio.operator.soak;

import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the reconciler saw of an instance's soaks.
 *
 * @param instance name of the instance
 * @param token from the annotation {@code mastio.dev/run-soak}
 * @param status as it was last written; empty when there is none
 * @param cronJob empty when there is none yet
 * @param runs all soak Jobs of the instance that exist, in any order
 * @param others those that a deleted instance of that name, or a deleted CronJob, has left: they load the proxies as well, and say nothing
 *     of the instance
 */
public record SoakObservation(
        String instance,
        Optional<RunToken> token,
        Optional<SoakStatus> status,
        Optional<CronJobSeen> cronJob,
        List<ObservedRun> runs,
        List<ObservedRun> others) {

    public SoakObservation {
        runs = List.copyOf(runs);
        others = List.copyOf(others);
    }

    /** The same, but that more is known of some of its runs. */
    public SoakObservation with(Map<String, ObservedRun> better) {
        return new SoakObservation(
                instance,
                token,
                status,
                cronJob,
                runs.stream().map(run -> better.getOrDefault(run.name(), run)).toList(),
                others);
    }

    List<ObservedRun> all() {
        return Stream.concat(runs.stream(), others.stream()).toList();
    }

    /**
     * The CronJob.
     *
     * @param suspended its spec.suspend
     * @param since when its spec last changed: the newest time in its managedFields without a subresource, or its creation. A slot
     *     before that is nobody's fault: the schedule was another one, or suspended
     */
    public record CronJobSeen(boolean suspended, Instant since) {}
}
