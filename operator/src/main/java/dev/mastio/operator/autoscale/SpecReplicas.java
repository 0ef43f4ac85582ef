package dev.mastio.operator.autoscale;

import dev.mastio.api.Autoscaling.Mode;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What {@code spec.replicas} means when the mode changes: the present number of replicas always survives. */
public final class SpecReplicas {
    private SpecReplicas() {}

    /**
     * What to write to {@code spec.replicas} before anything else is decided: the present number, when mode Auto is
     * left. Its status is written afterwards, so after a crash in between this answers "nothing" the second time.
     *
     * @param previous mode in status; null for an instance that has none yet
     * @param present pods that the Deployment is asked for
     */
    public static OptionalInt toWrite(@Nullable Mode previous, Mode mode, int specReplicas, int present) {
        boolean leavesAuto = previous == Mode.Auto && mode != Mode.Auto;
        return leavesAuto && specReplicas != present ? OptionalInt.of(present) : OptionalInt.empty();
    }

    /**
     * What status records as {@code ignoredSpecReplicas}: the value that mode Auto found when it took over.
     *
     * @param recorded what status has recorded so far
     */
    public static @Nullable Integer toRecord(Mode mode, int specReplicas, @Nullable Integer recorded) {
        if (mode != Mode.Auto) return null;
        return recorded == null ? Integer.valueOf(specReplicas) : recorded;
    }

    /** Someone changed {@code spec.replicas} while mode Auto decides. */
    public static boolean ignored(ScalingSpec spec, @Nullable Integer recorded) {
        return spec.mode() == Mode.Auto && recorded != null && recorded != spec.specReplicas();
    }
}
