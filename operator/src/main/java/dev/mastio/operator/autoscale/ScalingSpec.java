package dev.mastio.operator.autoscale;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.Storage;
import java.time.Duration;

/**
 * What the user asked for, with all defaults filled in.
 *
 * @param max never more than the store allows
 * @param store what may keep {@code max} from being raised
 * @param floor effective floor: requests per second that one replica sustains with this instance's workload mix
 * @param specReplicas {@code spec.replicas}: what modes Advisory and Off follow
 * @param upUtilisation share of the floor above which there will be more replicas
 * @param downUtilisation share of the floor under which the remaining replicas must stay before one goes
 */
public record ScalingSpec(
        Mode mode,
        int min,
        int max,
        Storage.Type store,
        int specReplicas,
        double floor,
        double upUtilisation,
        double downUtilisation,
        Duration upWindow,
        Duration downWindow,
        Duration upPeriod,
        Duration downPeriod) {

    public ScalingSpec {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException(
                    "autoscaling needs 1 <= min <= max, got min " + min + " and max " + max + ": correct the spec");
        }
        if (!(floor > 0)) {
            throw new IllegalArgumentException(
                    "the effective floor must be above 0 requests/s, got " + floor + ": correct the hardware class");
        }
        if (!(downUtilisation < upUtilisation)) {
            throw new IllegalArgumentException("downUtilisation " + downUtilisation + " must be below upUtilisation "
                    + upUtilisation + ", or replicas would go up and down for ever");
        }
    }

    /** The spec of an instance on the given store, whose class and workload mix give the given effective floor. */
    public static ScalingSpec of(Autoscaling asked, Storage.Type storage, int specReplicas, double effectiveFloor) {
        return new ScalingSpec(
                asked.mode(),
                asked.min(),
                asked.maxOn(storage),
                storage,
                specReplicas,
                effectiveFloor,
                asked.upUtilisationPercent() / 100.0,
                asked.downUtilisationPercent() / 100.0,
                Duration.ofSeconds(asked.upWindowSeconds()),
                Duration.ofSeconds(asked.downWindowSeconds()),
                Duration.ofSeconds(asked.upPeriodSeconds()),
                Duration.ofSeconds(asked.downPeriodSeconds()));
    }

    /** Rate above which this many replicas are too few. */
    public double upAbove(int replicas) {
        return floor * upUtilisation * replicas;
    }

    /** Rate under which one replica less than this many would do; 0 for a single one, which never goes. */
    public double downBelow(int replicas) {
        return replicas <= 1 ? 0 : floor * downUtilisation * (replicas - 1);
    }

    /** The replicas that carry this rate without passing the target. */
    int replicasFor(double rate) {
        return (int) Math.ceil(rate / (floor * upUtilisation));
    }

    int clamp(int replicas) {
        return Math.clamp(replicas, min, max);
    }
}
