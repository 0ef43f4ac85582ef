package dev.mastio.operator.instance;

import dev.mastio.operator.desired.Images;
import dev.mastio.operator.instance.report.Events;
import dev.mastio.operator.instance.rollout.ClassQueue;
import dev.mastio.operator.ops.Heartbeat;
import dev.mastio.operator.ops.OperatorMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What the reconciler is given by the process that it runs in.
 *
 * @param races that have not been told yet
 * @param images what to run for instances that name nothing
 * @param namespace where its pods are; empty if that is not known, as outside of a cluster
 * @param resync when to look again though nothing happened
 * @param leading whether this process acts
 * @param stopping whether it is about to end
 */
public record Equipment(
        KubernetesClient client,
        Images images,
        Optional<String> namespace,
        ClassQueue queue,
        LostRaces races,
        Events events,
        OperatorMetrics metrics,
        Heartbeat heartbeat,
        InstantSource clock,
        Duration resync,
        BooleanSupplier leading,
        BooleanSupplier stopping) {}
