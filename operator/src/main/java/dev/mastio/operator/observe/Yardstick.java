package dev.mastio.operator.observe;

import dev.mastio.operator.autoscale.ScalingSpec;
import java.time.Duration;

/**
 * What the traffic of an instance is measured with: its windows, in whole seconds, and the floor of a replica.
 *
 * @param floor effective floor: a replica that sheds, fails or is slow under this rate does not do what it should
 */
public record Yardstick(Duration upWindow, Duration downWindow, double floor) {

    /** What goes wrong in so many short windows in a row lasts. */
    static final int LASTING = 3;

    public static Yardstick of(ScalingSpec spec) {
        return new Yardstick(spec.upWindow(), spec.downWindow(), spec.floor());
    }

    /** How far back anything is asked for. */
    Duration reach() {
        Duration lasting = upWindow.multipliedBy(LASTING);
        return lasting.compareTo(downWindow) > 0 ? lasting : downWindow;
    }
}
