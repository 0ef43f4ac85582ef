package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator reports. Numbers are coarse on purpose: the status is written when it changes, not when a request comes in. */
public record MastioInstanceStatus(
        @JsonPropertyDescription("Generation of the spec that this status is about.") @Nullable
        Long observedGeneration,

        @StatusReplicas @JsonPropertyDescription("Pods that exist.") @Nullable
        Integer replicas,

        @JsonPropertyDescription("Pods that are ready.") @Nullable
        Integer readyReplicas,

        @LabelSelector @JsonPropertyDescription("Label selector of the pods, for autoscalers.") @Nullable
        String selector,

        @JsonPropertyDescription("Where clients reach the data port inside the cluster.") @Nullable
        String url,

        @JsonPropertyDescription("The class as it was resolved.") @Nullable
        ResolvedClass hardwareClass,

        @JsonPropertyDescription("What one replica is held to sustain.") @Nullable
        FloorStatus floor,

        @JsonPropertyDescription("The autoscaler's last decision and what it saw.") @Nullable
        AutoscalingStatus autoscaling,

        @JsonPropertyDescription("Soak runs.") @Nullable SoakStatus soak,

        @JsonPropertyDescription(
                "Ready, SpecValid, Progressing, ReconciliationPaused, ScalingActive, AbleToScale, ScalingLimited, FloorMet, SoakHealthy, RenewalBlocked, Degraded.")
        List<Condition> conditions) {

    public MastioInstanceStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** A hardware class at one generation. */
    public record ResolvedClass(
            @JsonPropertyDescription("Name of the class.") String name,

            @JsonPropertyDescription("Generation of the class.")
            long generation,

            @JsonPropertyDescription("Logical cores.") int cores,
            @JsonPropertyDescription("Memory.") String memory,

            @JsonPropertyDescription("CPU limit of a replica.")
            String cpuLimit,

            @JsonPropertyDescription("Memory limit of a replica.")
            String memoryLimit) {}

    /** A floor and where it came from. */
    public record FloorStatus(
            @JsonPropertyDescription("Requests per second of one replica on the cheapest path.")
            int requestsPerSecond,

            @JsonPropertyDescription("The same for this instance's workload mix.")
            int effectiveRequestsPerSecond,

            @JsonPropertyDescription("RuleOfThumb: computed from cores. Measured, Declared: so says the class.")
            Source source,

            @JsonPropertyDescription("What that means for planning.") @Nullable
            String note) {

        /** How a floor came about. */
        public enum Source {
            RuleOfThumb,
            Measured,
            Declared,
            Calibrated
        }
    }

    /** The last decision of the autoscaler, with its inputs. */
    public record AutoscalingStatus(
            @JsonPropertyDescription("Mode that this decision was made in.")
            Autoscaling.Mode mode,

            @JsonPropertyDescription("Replicas before the decision.")
            int currentReplicas,

            @JsonPropertyDescription(
                    "Replicas that the autoscaler wants; in modes Advisory and Off only a recommendation.")
            int desiredReplicas,

            @JsonPropertyDescription(
                    "Client requests per second over the short window, all replicas, rounded to two digits.")
            @Nullable
            Integer requestsPerSecond,

            @JsonPropertyDescription(
                    "The highest such rate within the long window, rounded likewise; going down is decided by it.")
            @Nullable
            Integer highestRequestsPerSecond,

            @JsonPropertyDescription("Requests per second of soaks, rounded likewise; nothing is decided by it.")
            @Nullable
            Integer soakRequestsPerSecond,

            @JsonPropertyDescription("Ready pods whose metrics could be read.") @Nullable
            Integer answeringPods,

            @JsonPropertyDescription("Rate above which there will be more replicas.") @Nullable
            Integer upAbove,

            @JsonPropertyDescription("Rate below which, for the whole long window, there will be one less.") @Nullable
            Integer downBelow,

            @JsonPropertyDescription("Why, as one word.") String reason,

            @JsonPropertyDescription("Why, as a sentence with the numbers.")
            String message,

            @JsonPropertyDescription("When a decision last added replicas.") @Nullable
            String lastScaleUpTime,

            @JsonPropertyDescription("When a decision last removed a replica.") @Nullable
            String lastScaleDownTime,

            @JsonPropertyDescription(
                    "The last change by a decision and those of the upPeriodSeconds before it, the oldest first, at most twenty; they limit the next step up.")
            List<ScaleChange> recentChanges,

            @JsonPropertyDescription("spec.replicas when mode Auto took over; a later change is reported as ignored.")
            @Nullable
            Integer ignoredSpecReplicas) {

        public AutoscalingStatus {
            recentChanges = recentChanges == null ? List.of() : List.copyOf(recentChanges);
        }
    }

    /** One change of the number of replicas by a decision. */
    public record ScaleChange(
            @JsonPropertyDescription("When.") String time,
            @JsonPropertyDescription("Replicas before it.") int from) {}

    /** The soak runs of an instance. */
    public record SoakStatus(
            @JsonPropertyDescription("When the schedule fires next.") @Nullable
            String nextScheduleTime,

            @JsonPropertyDescription("When the schedule last fired.") @Nullable
            String lastScheduleTime,

            @JsonPropertyDescription("The run that goes on now.") @Nullable
            String active,

            @JsonPropertyDescription("Verdict of the last finished run.") @Nullable
            Verdict lastVerdict,

            @JsonPropertyDescription("Token of the last run on demand; the same token starts no second run.") @Nullable
            String handledToken,

            @JsonPropertyDescription("Finished runs, the newest first, at most ten.")
            List<SoakRun> runs) {

        public SoakStatus {
            runs = runs == null ? List.of() : List.copyOf(runs);
        }
    }

    /** What a run ended with. */
    public enum Verdict {
        Passed,
        Failed,
        Inconclusive,
        Error
    }

    /** One finished run. */
    public record SoakRun(
            @JsonPropertyDescription("Name of the run, which is its Job's.")
            String name,

            @JsonPropertyDescription("Verdict.") Verdict verdict,
            @JsonPropertyDescription("Why, as one word.") String reason,

            @JsonPropertyDescription("Why, as a sentence with the numbers.")
            String message,

            @JsonPropertyDescription("When it began.") @Nullable
            String startedAt,

            @JsonPropertyDescription("When it ended.") @Nullable
            String finishedAt,

            @JsonPropertyDescription("Requests sent.") @Nullable
            Long requests,

            @JsonPropertyDescription("95th percentile of the latency, milliseconds.") @Nullable
            Double p95Millis,

            @JsonPropertyDescription("Percent of requests that failed.") @Nullable
            Double errorPercent,

            @JsonPropertyDescription("Growth of resident memory, percent, worst replica.") @Nullable
            Double residentDriftPercent,

            @JsonPropertyDescription("Growth of live heap, percent, worst replica.") @Nullable
            Double heapDriftPercent,

            @JsonPropertyDescription(
                    "Seconds without load before memory was measured. With less than 60 the drift says less, whatever the verdict: do not release on it.")
            @Nullable
            Long idleSeconds,

            @JsonPropertyDescription("ConfigMap and key of the whole report.") @Nullable
            String report) {}
}
