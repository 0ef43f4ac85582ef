package dev.mastio.suite;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The embedded cluster as a process of its own, ready to use. Closing it ends the process and all of its pods. */
public final class EmbeddedCluster implements Cluster {

    private static final Duration READY_WITHIN = Duration.ofMinutes(1);
    /** Lines of its log that tell why it is not there. */
    private static final int TOLD = 20;

    private static final Duration STOPPED_WITHIN = Duration.ofMinutes(1);

    private final Process process;
    private final Path kubeconfig;
    private final Path log;

    private EmbeddedCluster(Process process, Path kubeconfig, Path log) {
        this.process = process;
        this.kubeconfig = kubeconfig;
        this.log = log;
    }

    /** The same, but the cluster ends with this process, however that ends: killed ones too leave nothing running. */
    public static EmbeddedCluster startWhileThisRuns(Distribution distribution, List<String> options)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--ends-with", Long.toString(ProcessHandle.current().pid())));
        return start(distribution, all);
    }

    /**
     * Starts a cluster and waits until its API answers.
     *
     * @param options further options of the cluster's command line
     * @throws IOException when it does not become ready; the message holds the end of its log
     */
    public static EmbeddedCluster start(Distribution distribution, List<String> options)
            throws IOException, InterruptedException {
        RunningCluster.refuseSecond(distribution);
        for (String program : List.of("proxy", "operator"))
            ProgramFiles.built(distribution, program).dropStaleCache();
        Path state = Files.createDirectories(distribution.state());
        Path kubeconfig = state.resolve("kubeconfig");
        Path log = state.resolve("cluster.log");
        Files.deleteIfExists(kubeconfig);
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--data",
                state.resolve("data").toString(),
                "--kubeconfig",
                kubeconfig.toString(),
                "--programs",
                distribution.root().resolve("local/programs.yaml").toString()));
        arguments.addAll(options);
        List<String> jvm = List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dmastio.root=" + distribution.root());
        Process process = new ProcessBuilder(
                        distribution.program("local", "dev.mastio.local.LocalMain", jvm, arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        EmbeddedCluster cluster = new EmbeddedCluster(process, kubeconfig, log);
        try {
            RunningCluster.note(distribution, process.pid());
            cluster.awaitReady();
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Optional<PodProcesses> processes() {
        return Optional.of(pod -> Processes.ofPod(this, pod));
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        Processes.mustEnd(process, STOPPED_WITHIN);
    }

    private void awaitReady() throws IOException, InterruptedException {
        Await.Deadline deadline = Await.within(READY_WITHIN);
        while (true) {
            String trouble = trouble();
            if (trouble.isEmpty()) return;
            if (!process.isAlive()) throw new IOException("the embedded cluster ended at once:\n" + tail());
            if (!deadline.pause()) {
                throw new IOException("the embedded cluster is not ready after %d s: %s%n%s"
                        .formatted(READY_WITHIN.toSeconds(), trouble, tail()));
            }
        }
    }

    /** What keeps the API from answering; empty when it answers. */
    private String trouble() {
        if (!Files.exists(kubeconfig)) return "no kubeconfig yet";
        try (KubernetesClient client = client()) {
            return client.namespaces().list().getItems().isEmpty() ? "no namespaces yet" : "";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private String tail() throws IOException {
        return LogTail.of(log, TOLD);
    }
}
