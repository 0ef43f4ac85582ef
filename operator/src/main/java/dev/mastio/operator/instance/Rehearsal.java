package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.instance.look.StoppingException;
import io.javaoperatorsdk.operator.api.reconciler.DefaultContext;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
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

    /** Between two looks for the first instance. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final InstanceReconciler reconciler;
    private final Controller<MastioInstance> controller;
    private final BooleanSupplier standsBy;

    /** @param standsBy whether there is still time for it */
    public Rehearsal(InstanceReconciler reconciler, Controller<MastioInstance> controller, BooleanSupplier standsBy) {
        this.reconciler = reconciler;
        this.controller = controller;
        this.standsBy = standsBy;
    }

    /**
     * Goes through passes of instances that the caches show, at once, or as soon as there are any.
     *
     * @param prepared is run when that is done for those that are there now
     */
    public void start(Runnable prepared) {
        Thread.ofVirtual().name("rehearsal").start(() -> run(prepared));
    }

    private void run(Runnable prepared) {
        try {
            boolean done;
            try {
                done = rehearse();
            } finally {
                prepared.run();
            }
            while (!done && standsBy.getAsBoolean()) {
                Thread.sleep(PAUSE);
                done = rehearse();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False where there is no instance yet. A failure is no reason not to stand by. */
    private boolean rehearse() {
        long limit = System.nanoTime() + LIMIT.toNanos();
        List<MastioInstance> instances = List.of();
        int passes = 0;
        try {
            instances = reconciler.known(INSTANCES);
            while (!instances.isEmpty() && passes < PASSES && standsBy.getAsBoolean() && System.nanoTime() < limit) {
                MastioInstance instance = instances.get(passes % instances.size());
                reconciler.rehearse(instance, new DefaultContext<>(null, controller, instance, false, false));
                passes++;
            }
        } catch (StoppingException end) {
            LOG.debug("this process stops", end);
        } catch (RuntimeException e) {
            LOG.warn("the rehearsal has ended early", e);
        }
        if (!instances.isEmpty())
            LOG.info("passes rehearsed: {}, the first of {}", passes, ResourceID.fromResource(instances.getFirst()));
        return !instances.isEmpty();
    }
}
