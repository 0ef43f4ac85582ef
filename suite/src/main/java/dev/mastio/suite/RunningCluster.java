package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A cluster that goes on after the command that started it, known by the pid in its state folder. */
record RunningCluster(ProcessHandle process, Distribution distribution) {

    /** The cluster of this state folder, if it still runs. */
    static Optional<RunningCluster> find(Distribution distribution) throws IOException {
        Path pid = distribution.state().resolve("pid");
        if (!Files.exists(pid)) return Optional.empty();
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .filter(RunningCluster::isOurs)
                .map(process -> new RunningCluster(process, distribution));
    }

    /** Ends it and removes what it kept. */
    void end() throws IOException {
        process.destroy();
        try {
            process.onExit().get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IOException("waiting for process %d failed".formatted(process.pid()), e);
        }
        StateFolder.remove(distribution.state());
    }

    // A pid is reused some day: only a process that runs our program is ours to end.
    private static boolean isOurs(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of()).contains("dev.mastio.local.LocalMain");
    }
}
