package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A cluster that goes on after the command that started it, known by the pid in its state folder. */
record RunningCluster(ProcessHandle process, Distribution distribution) {

    /** Programs that a pid of ours may belong to: it is reused some day. */
    private static final List<String> PROGRAMS = List.of("dev.mastio.local.LocalMain", "run");

    /** The cluster of this state folder, if it still runs. */
    static Optional<RunningCluster> find(Distribution distribution) throws IOException {
        for (Path noted :
                List.of(pid(distribution), KubeScript.of(distribution).state().resolve("supervisor"))) {
            Optional<RunningCluster> running = read(noted)
                    .flatMap(ProcessHandle::of)
                    .filter(process -> isOurs(process, distribution.state()))
                    .map(process -> new RunningCluster(process, distribution));
            if (running.isPresent()) return running;
        }
        return Optional.empty();
    }

    /** Throws if a cluster runs. */
    static void refuseSecond(Distribution distribution) throws IOException {
        Optional<RunningCluster> running = find(distribution);
        if (running.isPresent()) {
            throw new IOException("a cluster is up already, as process %d: ./mastio down ends it"
                    .formatted(running.get().process().pid()));
        }
    }

    /** Removes what is left of a cluster that runs no more. */
    static void clearAway(Distribution distribution) throws IOException, InterruptedException {
        KubeScript kube = KubeScript.of(distribution);
        // Its supervisor may have been killed: then its control groups are still there.
        if (Files.exists(kube.state())) kube.run("down");
        StateFolder.remove(distribution.state());
    }

    /** Notes the process of an embedded cluster: all of its number or nothing. */
    static void note(Distribution distribution, long process) throws IOException {
        Path fresh = distribution.state().resolve("pid.new");
        Files.writeString(fresh, Long.toString(process));
        Files.move(fresh, pid(distribution), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path pid(Distribution distribution) {
        return distribution.state().resolve("pid");
    }

    /** The number in a file, if there is one: a full disk has left files without. */
    private static Optional<Long> read(Path file) throws IOException {
        try {
            return Optional.of(Long.parseLong(Files.readString(file).strip()));
        } catch (NoSuchFileException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    Path kubeconfig() {
        KubeScript kube = KubeScript.of(distribution);
        return kube.isUp() ? kube.kubeconfig() : distribution.state().resolve("kubeconfig");
    }

    /** Ends it, by force if it takes too long, and removes what it kept. */
    void end() throws IOException, InterruptedException {
        process.destroy();
        try {
            process.onExit().get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (ExecutionException e) {
            throw new IOException("waiting for process %d failed".formatted(process.pid()), e);
        }
        clearAway(distribution);
    }

    /** Whether it is one of our programs and was told to keep its files in this folder, by whatever name. */
    private static boolean isOurs(ProcessHandle process, Path state) {
        List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
        return PROGRAMS.stream().anyMatch(arguments::contains)
                && arguments.stream().anyMatch(argument -> isIn(state, argument));
    }

    private static boolean isIn(Path state, String argument) {
        Path folder = Path.of(argument).getParent();
        try {
            return folder != null && Files.isSameFile(folder, state);
        } catch (IOException noFolder) {
            return false;
        }
    }
}
