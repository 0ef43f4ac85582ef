package dev.mastio.suite.conformance.pair;

import dev.mastio.suite.Cluster;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.EmbeddedCluster;
import dev.mastio.suite.RealCluster;
import dev.mastio.suite.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Both servers, in a folder that goes with them. At first neither has controllers, so that nothing changes but by the calls; from
 * {@link #startControllers} on both have.
 */
public final class Servers implements AutoCloseable {

    private static final List<String> CONTROLLERS = List.of("kube-controller-manager", "kube-scheduler");

    private final Distribution distribution;
    private final Path folder;
    private final RealCluster realCluster;
    private final Path kubectl;
    private final Server real;
    private Cluster embeddedCluster;
    private Server embedded;

    private Servers(Distribution distribution, Path folder) throws IOException, InterruptedException {
        this.distribution = distribution;
        this.folder = folder;
        realCluster = RealCluster.startControlPlane(distribution.withState(folder.resolve("real")));
        try {
            kubectl = Path.of(realCluster.kube().run("path", "kubectl"));
            for (String controller : CONTROLLERS) realCluster.kube().run("stop", controller);
            real = Server.at("real", realCluster.kubeconfig(), kubectl, folder.resolve("home-real"));
            embeddedCluster = startEmbedded("--api-only");
            embedded = serverOf(embeddedCluster);
        } catch (IOException | InterruptedException | RuntimeException e) {
            realCluster.close();
            throw e;
        }
    }

    public static Servers start(Distribution distribution) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mastio-conformance-");
        try {
            return new Servers(distribution, folder);
        } catch (IOException | InterruptedException | RuntimeException e) {
            StateFolder.removeAll(folder);
            throw e;
        }
    }

    /** The embedded server is another one after this; the real one keeps what it has. */
    public void startControllers() throws IOException, InterruptedException {
        for (String controller : CONTROLLERS) realCluster.kube().run("start", controller);
        embedded.close();
        embeddedCluster.close();
        embeddedCluster = startEmbedded("--hollow");
        embedded = serverOf(embeddedCluster);
    }

    public Server embedded() {
        return embedded;
    }

    public Server real() {
        return real;
    }

    private Cluster startEmbedded(String option) throws IOException, InterruptedException {
        return EmbeddedCluster.startWhileThisRuns(
                distribution.withState(folder.resolve("embedded" + option)), List.of(option));
    }

    private Server serverOf(Cluster cluster) throws IOException {
        return Server.at("embedded", cluster.kubeconfig(), kubectl, folder.resolve("home-embedded"));
    }

    @Override
    public void close() {
        embedded.close();
        real.close();
        embeddedCluster.close();
        realCluster.close();
        try {
            StateFolder.removeAll(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder %s stays behind".formatted(folder), e);
        }
    }
}
