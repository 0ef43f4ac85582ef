package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.operator.instance.report.ConditionType;
import dev.mastio.operator.ops.InstanceGauges.Values;
import dev.mastio.operator.ops.OperatorMetrics;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A status as numbers. */
final class Outcomes {

    private Outcomes() {}

    static void count(
            OperatorMetrics metrics,
            MastioInstance instance,
            MastioInstanceStatus status,
            Duration took,
            BooleanSupplier exists) {
        String reason = status.conditions().stream()
                .filter(condition -> ConditionType.Ready.name().equals(condition.getType()))
                .findFirst()
                .map(Condition::getReason)
                .orElse("Paused");
        metrics.reconciled(reason, took);
        AutoscalingStatus scaling = status.autoscaling();
        metrics.instances()
                .set(
                        instance.getMetadata().getNamespace(),
                        instance.getMetadata().getName(),
                        new Values(
                                number(status.replicas()),
                                scaling == null ? Double.NaN : scaling.desiredReplicas(),
                                scaling == null ? Double.NaN : number(scaling.requestsPerSecond()),
                                status.floor() == null
                                        ? Double.NaN
                                        : status.floor().effectiveRequestsPerSecond()),
                        exists);
    }

    private static double number(@Nullable Integer value) {
        return value == null ? Double.NaN : value;
    }
}
