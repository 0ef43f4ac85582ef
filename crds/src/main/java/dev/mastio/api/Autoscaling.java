package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many replicas an instance has, and what decides it. */
@ValidationRule(
        value = "!has(self.max) || self.min <= self.max",
        fieldPath = ".min",
        message = "autoscaling.min is above autoscaling.max: lower min or raise max")
@ValidationRule(
        value = "self.downUtilisationPercent < self.upUtilisationPercent",
        fieldPath = ".downUtilisationPercent",
        message =
                "downUtilisationPercent must be below upUtilisationPercent, or replicas would go up and down for ever: lower the one or raise the other")
@ValidationRule(
        value = "self.upWindowSeconds <= self.downWindowSeconds",
        fieldPath = ".upWindowSeconds",
        message =
                "upWindowSeconds must not exceed downWindowSeconds, because going up is the quick decision: lower the one or raise the other")
public record Autoscaling(
        @Default("Auto")
        @JsonPropertyDescription(
                "Auto: the operator decides between min and max. Advisory: it decides and reports, replicas follow spec.replicas. Off: replicas follow spec.replicas.")
        Mode mode,

        @Default("1") @Min(1) @Max(100) @JsonPropertyDescription("Fewest replicas in mode Auto.")
        Integer min,

        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
                "Most replicas in mode Auto. Lowered below the present number, it removes the surplus at once and in one go: whatever the load, without data, during a rollout. Absent: 1 for sqlite, 5 (or min, if that is more) for postgres.")
        @Nullable
        Integer max,

        @Default("80")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription("More replicas when the rate passes this percentage of what the present ones sustain.")
        Integer upUtilisationPercent,

        @Default("60")
        @Min(1)
        @Max(99)
        @JsonPropertyDescription("One replica less when the remaining ones would stay under this percentage.")
        Integer downUtilisationPercent,

        @Default("10")
        @Min(2)
        @Max(600)
        @JsonPropertyDescription("Seconds over which the rate is averaged before going up.")
        Integer upWindowSeconds,

        @Default("300")
        @Min(5)
        @Max(3600)
        @JsonPropertyDescription("Seconds whose highest rate decides about going down.")
        Integer downWindowSeconds,

        @Default("15")
        @Min(1)
        @Max(600)
        @JsonPropertyDescription(
                "In no interval of this many seconds does the number more than double, or grow by more than 4 if that is more.")
        Integer upPeriodSeconds,

        @Default("60")
        @Min(1)
        @Max(3600)
        @JsonPropertyDescription("Seconds after any change before a replica is removed; one goes at a time.")
        Integer downPeriodSeconds) {

    /** The operator decides; windows as in the documentation. */
    public static final Autoscaling DEFAULT = new Autoscaling(Mode.Auto, 1, null, 80, 60, 10, 300, 15, 60);

    public Autoscaling {
        mode = Objects.requireNonNullElse(mode, Mode.Auto);
        min = Objects.requireNonNullElse(min, 1);
        upUtilisationPercent = Objects.requireNonNullElse(upUtilisationPercent, 80);
        downUtilisationPercent = Objects.requireNonNullElse(downUtilisationPercent, 60);
        upWindowSeconds = Objects.requireNonNullElse(upWindowSeconds, 10);
        downWindowSeconds = Objects.requireNonNullElse(downWindowSeconds, 300);
        upPeriodSeconds = Objects.requireNonNullElse(upPeriodSeconds, 15);
        downPeriodSeconds = Objects.requireNonNullElse(downPeriodSeconds, 60);
    }

    /** Most replicas in mode Auto on the given store. */
    public int maxOn(Storage.Type storage) {
        if (max != null) return max;
        return storage == Storage.Type.SQLITE ? 1 : Math.max(5, min);
    }

    /** Who decides the number of replicas. */
    public enum Mode {
        Auto,
        Advisory,
        Off
    }
}
