package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import io.javaoperatorsdk.operator.api.reconciler.DefaultContext;
import io.javaoperatorsdk.operator.processing.Controller;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a standby does before it is Ready: the passes that it would make if it led, but for their writes. A JVM that goes through them for the
 * first time takes a second and more, in which nobody would act after the leader has ended.
 */
public final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    /** By then most of what a pass calls is compiled. */
    private static final int PASSES = 24;

    /** As many different ones as have something in them that others have not. */
    private static final int INSTANCES = 8;

    /** On a slow machine, or beside an API server that is slow to answer, being Ready is worth more. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final InstanceReconciler reconciler;
    private final Controller<MastioInstance> controller;
    private final BooleanSupplier standsBy;

    /** @param standsBy whether there is still time for it */
    public Rehearsal(InstanceReconciler reconciler, Controller<MastioInstance> controller, BooleanSupplier standsBy) {
        this.reconciler = reconciler;
        this.controller = controller;
        this.standsBy = standsBy;
    }

    /** Goes through passes of instances that the caches show. Returns how many passes; a failure is no reason not to stand by. */
    public int run() {
        long end = System.nanoTime() + LIMIT.toNanos();
        int passes = 0;
        try {
            List<MastioInstance> instances = reconciler.known(INSTANCES);
            while (!instances.isEmpty() && passes < PASSES && standsBy.getAsBoolean() && System.nanoTime() < end) {
                MastioInstance instance = instances.get(passes % instances.size());
                reconciler.rehearse(instance, new DefaultContext<>(null, controller, instance, false, false));
                passes++;
            }
        } catch (RuntimeException e) {
            LOG.warn("the rehearsal has ended early", e);
        }
        LOG.info("passes rehearsed: {}", passes);
        return passes;
    }
}
