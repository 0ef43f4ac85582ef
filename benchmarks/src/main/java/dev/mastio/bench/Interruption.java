package dev.mastio.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** On Ctrl-C, ends the load and leaves the program time to report on what was measured so far. */
final class Interruption implements AutoCloseable {

    private static final int SECONDS_TO_REPORT = 15;

    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook;

    /** @param stop ends the load; the thread that waits for its result goes on to report, then closes this */
    Interruption(Runnable stop) {
        hook = new Thread(() -> stopAndWait(stop), "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The program is going down already, which is what the hook was for.
        }
    }

    private void stopAndWait(Runnable stop) {
        stop.run();
        try {
            if (!reported.await(SECONDS_TO_REPORT, TimeUnit.SECONDS)) System.err.println("Ended without a report.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
