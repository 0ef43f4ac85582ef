package dev.mastio.local.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running container: one process, all that it starts, and their log. */
final class ContainerProcess {

    /** More would not find what doesn't carry the mark. */
    private static final int LOOKS = 50;

    private final Process process;
    private final String mark;
    private final String stopSignal;
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    /**
     * Starts it.
     *
     * @throws IOException when the command cannot be run
     */
    ContainerProcess(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            String mark,
            String stopSignal,
            ContainerLog log)
            throws IOException {
        this.mark = mark;
        this.stopSignal = stopSignal;
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(Sandbox.VARIABLE, mark);
        process = builder.start();
        Thread scribe = Thread.ofPlatform()
                .daemon()
                .name("log-" + process.pid())
                .start(() -> log.record(process.getInputStream()));
        Thread.ofVirtual().name("end-" + process.pid()).start(() -> finish(scribe));
    }

    /** The container ends with its first process: what that leaves behind is killed, as in a real container. */
    private void finish(Thread scribe) {
        try {
            process.waitFor();
            Sandbox.kill(mark);
            // A process that is becoming another program shows no environment for a moment, and holds the log open.
            for (int look = 1; look < LOOKS && !scribe.join(Duration.ofMillis(100)); look++) {
                Sandbox.kill(mark);
            }
            scribe.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end.complete(process.exitValue());
    }

    /** Completes with the exit code when the whole container has ended and its log is complete. */
    CompletableFuture<Integer> end() {
        return end;
    }

    long pid() {
        return process.pid();
    }

    /** Asks the first process to stop. */
    void stop() {
        if (stopSignal.equals("TERM")) {
            process.destroy();
        } else if (process.isAlive()) {
            signal();
        }
    }

    private void signal() {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + stopSignal + " " + process.pid()).start();
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** Waits for its end, but no longer than that. */
    void awaitEnd(Duration atMost) {
        try {
            end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void kill() {
        process.destroyForcibly();
        Sandbox.kill(mark);
    }
}
