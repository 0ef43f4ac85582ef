package dev.mastio.proxy.edge.upstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/** Tells when nothing has moved for too long. Looks a few times in that time, so it may notice up to a quarter later. */
final class Silence {

    private static final int LOOKS = 4;

    private final XnioExecutor thread;
    private final long everyNanos;
    private final LongSupplier progress;
    private final Runnable tooLong;
    private long seen;
    private int stillLooks;
    private XnioExecutor.@Nullable Key next;

    private Silence(XnioExecutor thread, Duration patience, LongSupplier progress, Runnable tooLong) {
        this.thread = thread;
        this.everyNanos = patience.toNanos() / LOOKS;
        this.progress = progress;
        this.tooLong = tooLong;
        this.seen = progress.getAsLong();
    }

    /**
     * Watches from now on.
     *
     * @param progress a number that changes whenever something moves
     * @param tooLong called once, on that thread
     */
    static Silence watch(XnioExecutor thread, Duration patience, LongSupplier progress, Runnable tooLong) {
        Silence silence = new Silence(thread, patience, progress, tooLong);
        silence.lookLater();
        return silence;
    }

    void end() {
        if (next != null) {
            next.remove();
        }
    }

    private void lookLater() {
        next = thread.executeAfter(this::look, everyNanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = progress.getAsLong();
        stillLooks = now == seen ? stillLooks + 1 : 0;
        seen = now;
        if (stillLooks < LOOKS) {
            lookLater();
        } else {
            tooLong.run();
        }
    }
}
