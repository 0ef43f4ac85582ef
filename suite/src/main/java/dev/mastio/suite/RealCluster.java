package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kubernetes with one node on this machine, and this build's images on it. */
public final class RealCluster implements Cluster {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

    private final KubeScript kube;
    private final @Nullable Process supervisor;

    private RealCluster(KubeScript kube, @Nullable Process supervisor) {
        this.kube = kube;
        this.supervisor = supervisor;
    }

    /**
     * Starts a cluster that ends when it is closed, and at the latest when this JVM ends, however that happens.
     *
     * @param options further options of {@code kube run}
     */
    public static RealCluster start(Distribution distribution, List<String> options)
            throws IOException, InterruptedException {
        RealCluster cluster = startBare(distribution, options, List.of());
        try {
            cluster.importImages(distribution);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The same without a node, and so without pods that run; it needs no root. */
    public static RealCluster startControlPlane(Distribution distribution) throws IOException, InterruptedException {
        List<String> withoutNode = List.of("--without-node");
        return startBare(distribution, withoutNode, withoutNode);
    }

    private static RealCluster startBare(Distribution distribution, List<String> options, List<String> buildOptions)
            throws IOException, InterruptedException {
        KubeScript kube = KubeScript.of(distribution);
        Files.createDirectories(distribution.state());
        kube.run("build", buildOptions.toArray(String[]::new));
        // The cluster ends with the input that this process gives it.
        ProcessBuilder command = kube.command("run", options);
        command.environment().put("KUBE_ENDS_WITH_INPUT", "1");
        Path log = distribution.state().resolve("kubernetes.log");
        Process supervisor = command.redirectErrorStream(true)
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(log.toFile())
                .start();
        RealCluster cluster = new RealCluster(kube, supervisor);
        try {
            cluster.awaitUp(supervisor, log);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts a cluster that goes on until {@link #close} or {@code ./mastio down}. */
    static RealCluster startToStay(Distribution distribution) throws IOException, InterruptedException {
        KubeScript kube = KubeScript.of(distribution);
        Files.createDirectories(distribution.state());
        kube.run("build");
        RealCluster cluster = new RealCluster(kube, null);
        try {
            kube.run("up");
            cluster.importImages(distribution);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    @Override
    public Path kubeconfig() {
        return kube.kubeconfig();
    }

    public KubeScript kube() {
        return kube;
    }

    /** Who asked the API server for what, if it was started with {@code --audit}; gone when the cluster ends. */
    public Path auditLog() {
        return kube.state().resolve("audit.log");
    }

    /** Its own {@code kubectl}. */
    Kubectl kubectl() throws IOException, InterruptedException {
        return new Kubectl(kube.run("path", "kubectl"), kubeconfig());
    }

    @Override
    public Optional<PodProcesses> processes() {
        return Optional.of(this::processes);
    }

    /** None in a container that is gone, which its pod's status goes on to name. */
    private List<ProcessHandle> processes(Pod pod) throws IOException {
        try {
            return PodCgroup.of(this, pod).processes();
        } catch (NoSuchFileException gone) {
            return List.of();
        }
    }

    @Override
    public void close() {
        // Nothing is left to whoever has no time: the mark goes on when all is down.
        boolean interrupted = Thread.interrupted();
        try {
            if (supervisor == null) {
                kube.run("down");
                return;
            }
            supervisor.getOutputStream().close();
            Processes.mustEnd(supervisor, ENDS_WITHIN);
            // One that had to be ended by force has left what it was to remove.
            if (Files.exists(kube.state())) kube.run("down");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the cluster did not end; try ./mastio down", e);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void awaitUp(Process process, Path log) throws IOException, InterruptedException {
        Await.Deadline deadline = Await.within(Duration.ofMinutes(5));
        while (!Files.exists(kube.kubeconfig())) {
            if (!process.isAlive() || !deadline.pause())
                throw new IOException("Kubernetes did not come up:\n" + Files.readString(log));
        }
    }

    /** Makes the images of this build, which takes seconds if they are made already, and gives them to the node. */
    private void importImages(Distribution distribution) throws IOException, InterruptedException {
        Path folder = distribution.root().resolve("target/images/archives");
        Path log = distribution.state().resolve("images.log");
        ProcessBuilder images = new ProcessBuilder(distribution.program(
                        "images",
                        "dev.mastio.images.Main",
                        List.of("-Dmastio.root=" + distribution.root(), "--sun-misc-unsafe-memory-access=allow"),
                        List.of("--out", folder.toString(), "--for-tests")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        if (Interruption.run(images) != 0) throw new IOException("no images:\n" + Files.readString(log));
        try (Stream<Path> archives = Files.list(folder)) {
            kube.run("import", archives.map(Path::toString).sorted().toArray(String[]::new));
        }
    }
}
