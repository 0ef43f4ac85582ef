package dev.mastio.operator.desired;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.Storage;
import dev.mastio.api.WorkloadMix;

/** Numbers of replicas, and the shares and percentages that they follow. */
final class ScalingRules {

    static void check(MastioInstanceSpec spec, Problems problems) {
        if (spec.storage().type() == Storage.Type.SQLITE) sqlite(spec, problems);
        autoscaling(spec.autoscaling(), problems);
        workload(spec.workload(), problems);
    }

    private static void sqlite(MastioInstanceSpec spec, Problems problems) {
        String remedy = ": storage.type sqlite allows one replica; lower it to 1, or use storage.type postgres";
        Autoscaling autoscaling = spec.autoscaling();
        problems.addIf(spec.replicas() > 1, "spec.replicas", spec.replicas() + remedy);
        problems.addIf(autoscaling.min() > 1, "spec.autoscaling.min", autoscaling.min() + remedy);
        Integer max = autoscaling.max();
        problems.addIf(max != null && max > 1, "spec.autoscaling.max", max + remedy);
    }

    private static void autoscaling(Autoscaling autoscaling, Problems problems) {
        Integer max = autoscaling.max();
        problems.addIf(
                max != null && autoscaling.min() > max,
                "spec.autoscaling.min",
                autoscaling.min() + " is above autoscaling.max " + max + ": lower min or raise max");
        problems.addIf(
                autoscaling.downUtilisationPercent() >= autoscaling.upUtilisationPercent(),
                "spec.autoscaling.downUtilisationPercent",
                autoscaling.downUtilisationPercent() + " is not below upUtilisationPercent "
                        + autoscaling.upUtilisationPercent()
                        + ": replicas would go up and down for ever; lower it");
        problems.addIf(
                autoscaling.upWindowSeconds() > autoscaling.downWindowSeconds(),
                "spec.autoscaling.upWindowSeconds",
                autoscaling.upWindowSeconds() + " exceeds downWindowSeconds " + autoscaling.downWindowSeconds()
                        + ": going up is the quick decision; lower it");
    }

    private static void workload(WorkloadMix mix, Problems problems) {
        share(mix.dpopPercent(), "spec.workload.dpopPercent", problems);
        share(mix.aiGatewayPercent(), "spec.workload.aiGatewayPercent", problems);
        problems.addIf(
                mix.aiGatewayPercent() > mix.dpopPercent(),
                "spec.workload.aiGatewayPercent",
                mix.aiGatewayPercent() + " is above dpopPercent " + mix.dpopPercent()
                        + ": requests through the AI gateway carry a DPoP proof too; raise dpopPercent");
    }

    private static void share(int percent, String path, Problems problems) {
        problems.addIf(percent < 0 || percent > 100, path, percent + " is no share: give 0 to 100");
    }

    private ScalingRules() {}
}
