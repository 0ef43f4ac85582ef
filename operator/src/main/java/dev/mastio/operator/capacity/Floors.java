package dev.mastio.operator.capacity;

import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.HardwareClassSpec.Floor;
import dev.mastio.api.MastioInstanceStatus.FloorStatus;
import dev.mastio.api.MastioInstanceStatus.FloorStatus.Source;
import dev.mastio.api.WorkloadMix;

/** What one replica sustains, and how far that may be trusted. */
final class Floors {

    private static final int RULE_OF_THUMB = 1500;
    private static final int RULE_OF_THUMB_CORES = 8;
    private static final String MEASURE = "measure it with `./mastio bench floor` before you promise it to anybody";

    static FloorStatus of(HardwareClassSpec machine, WorkloadMix mix) {
        Floor declared = machine.floor();
        if (declared == null) {
            // Never extrapolated upwards: nobody knows what a second socket or a slower clock does to the page's
            // number.
            int rule = RULE_OF_THUMB * Math.min(machine.cores(), RULE_OF_THUMB_CORES) / RULE_OF_THUMB_CORES;
            String note = "1500 requests per second at 8 cores or more, less in proportion below: a rule of thumb, "
                    + "nobody has measured this floor with this proxy; " + MEASURE;
            return status(rule, mix, Source.RuleOfThumb, note);
        }
        return switch (declared.source()) {
            case Measured -> status(declared.requestsPerSecond(), mix, Source.Measured, measured(declared));
            case Declared ->
                status(
                        declared.requestsPerSecond(),
                        mix,
                        Source.Declared,
                        "declared, not measured: nobody has measured this floor with this proxy; " + MEASURE);
        };
    }

    private static String measured(Floor floor) {
        String how = floor.measuredWith() == null ? "" : ": " + floor.measuredWith();
        return floor.proxyVersion() == null
                ? "measured" + how + "; but nobody has measured this floor with this proxy; " + MEASURE
                : "measured with this proxy in version " + floor.proxyVersion() + how;
    }

    private static FloorStatus status(int cheapest, WorkloadMix mix, Source source, String note) {
        return new FloorStatus(cheapest, effective(cheapest, mix), source, note);
    }

    /** Divided by the mean cost, 1 + d + 2g, in hundredths; rounded down, because a floor is a promise. */
    private static int effective(int cheapest, WorkloadMix mix) {
        int meanCostPercent = 100 + mix.dpopPercent() + 2 * mix.aiGatewayPercent();
        return Math.max(1, (int) (100L * cheapest / meanCostPercent));
    }

    private Floors() {}
}
