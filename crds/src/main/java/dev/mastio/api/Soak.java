package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A long constant load on schedule, and the limits that its verdict is judged by. */
public record Soak(
        @Required
        @Size(min = 1, max = 128)
        @JsonPropertyDescription("Cron schedule of five fields, or a macro such as @daily.")
        String schedule,

        @Default("Etc/UTC") @Size(min = 1, max = 64) @JsonPropertyDescription("IANA time zone of the schedule.")
        String timeZone,

        @Default("3600") @Min(10) @Max(86_400) @JsonPropertyDescription("Seconds of judged load.")
        Integer durationSeconds,

        @Default("60")
        @Min(1)
        @Max(3600)
        @JsonPropertyDescription("Seconds of the same load before anything is judged, so that the JVM has warmed up.")
        Integer warmUpSeconds,

        @Default("60")
        @Min(5)
        @Max(3600)
        @JsonPropertyDescription(
                "Seconds without load before the baseline and before the final samples. Memory takes about 30 seconds to return; less than 60 is for tests.")
        Integer idleSeconds,

        @Default("50")
        @Min(1)
        @Max(5000)
        @JsonPropertyDescription("Virtual users: connections that each send one request after the other.")
        Integer virtualUsers,

        @Min(1)
        @Max(1_000_000)
        @JsonPropertyDescription(
                "Requests per second of all virtual users at most. Absent: half the effective floor times the ready replicas.")
        @Nullable
        Integer maxRate,

        @Default("{}") @JsonPropertyDescription("What a run must hold to pass.")
        Thresholds thresholds,

        @Default("false") @JsonPropertyDescription("True: no scheduled runs. Runs on demand still work.")
        Boolean suspend,

        @Default("{}")
        @JsonPropertyDescription(
                "How many Jobs of finished scheduled runs are kept. Governs nothing else: the Job of a run on demand stays for 24 hours, status keeps the last ten runs, the report ConfigMap the last three reports, fewer when they are large.")
        History history) {

    public Soak {
        timeZone = Objects.requireNonNullElse(timeZone, "Etc/UTC");
        durationSeconds = Objects.requireNonNullElse(durationSeconds, 3600);
        warmUpSeconds = Objects.requireNonNullElse(warmUpSeconds, 60);
        idleSeconds = Objects.requireNonNullElse(idleSeconds, 60);
        virtualUsers = Objects.requireNonNullElse(virtualUsers, 50);
        thresholds = Objects.requireNonNullElse(thresholds, Thresholds.DEFAULT);
        suspend = Objects.requireNonNullElse(suspend, false);
        history = Objects.requireNonNullElse(history, History.DEFAULT);
    }

    /** Limits of a run. */
    public record Thresholds(
            @Default("250")
            @Min(1)
            @Max(60_000)
            @JsonPropertyDescription("95th percentile of the latency, milliseconds; the run fails at or above it.")
            Integer p95Millis,

            @Default("1.0")
            @Min(0)
            @Max(100)
            @JsonPropertyDescription("Percent of requests that may fail; the run fails at or above it.")
            Double errorPercent,

            @Default("10")
            @Min(0)
            @Max(1000)
            @JsonPropertyDescription(
                    "Percent by which resident memory or live heap may have grown after the load is gone.")
            Double driftPercent) {

        static final Thresholds DEFAULT = new Thresholds(250, 1.0, 10.0);

        public Thresholds {
            p95Millis = Objects.requireNonNullElse(p95Millis, 250);
            errorPercent = Objects.requireNonNullElse(errorPercent, 1.0);
            driftPercent = Objects.requireNonNullElse(driftPercent, 10.0);
        }
    }

    /** Jobs of finished scheduled runs that are kept; one at least, because the verdict is read from the pod of a finished Job. */
    public record History(
            @Default("3") @Min(1) @Max(20) @JsonPropertyDescription("Scheduled runs whose Job succeeded.")
            Integer successful,

            @Default("3") @Min(1) @Max(20) @JsonPropertyDescription("Scheduled runs whose Job failed.")
            Integer failed) {

        static final History DEFAULT = new History(3, 3);

        public History {
            successful = Objects.requireNonNullElse(successful, 3);
            failed = Objects.requireNonNullElse(failed, 3);
        }
    }
}
