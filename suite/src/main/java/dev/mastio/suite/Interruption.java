package dev.mastio.suite;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * On Ctrl-C or SIGTERM, interrupts the thread that made this, and leaves it time to take down what it has started. The exit code is the
 * signal's, whatever the program says.
 */
public final class Interruption implements AutoCloseable {

    private static final Duration TO_TAKE_DOWN = Duration.ofMinutes(2);
    private static final Duration TO_END = Duration.ofSeconds(20);

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interruption");

    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Runs a program until it ends, and gives its exit code. When this is interrupted, so is the program, and has ended when this returns. */
    public static int run(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Processes.mustEnd(process, TO_END);
            throw e;
        }
    }

    /** Whether something failed on a thread because that was interrupted: clients of Kubernetes throw their own, and leave the mark. */
    public static boolean isReason(Exception thrown) {
        return thrown instanceof InterruptedException || Thread.currentThread().isInterrupted();
    }

    /** To be called when all is taken down. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // This program is going down already, which is what the hook was for.
        }
    }

    private void interrupt() {
        worker.interrupt();
        try {
            if (!done.await(TO_TAKE_DOWN.toSeconds(), TimeUnit.SECONDS))
                System.err.println("Ended before everything was taken down.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
