package dev.mastio.operator.autoscale;

import org.jspecify.annotations.Nullable;

/**
 * Where an instance stands.
 *
 * @param replicas as many as were decided last; where mode Auto takes over, pods that its Deployment is asked for; before there is
 *     one, {@code spec.replicas}
 * @param readyReplicas pods that are ready
 * @param rollingOut pods are being replaced
 * @param history when the number changed
 * @param recordedSpecReplicas {@code spec.replicas} when mode Auto took over, null in other modes
 */
public record ScalingState(
        int replicas,
        int readyReplicas,
        boolean rollingOut,
        ScaleHistory history,
        @Nullable Integer recordedSpecReplicas) {}
