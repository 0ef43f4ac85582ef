package dev.mastio.suite;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** Which kind of cluster a command is to start. */
public final class ClusterOption {

    enum Kind {
        embedded,
        real
    }

    @Option(
            names = "--cluster",
            defaultValue = "embedded",
            description =
                    "embedded, or real: Kubernetes with a node on this machine, as root (default ${DEFAULT-VALUE}).")
    private Kind kind = Kind.embedded;

    public boolean isReal() {
        return kind == Kind.real;
    }

    /** Starts one that ends with this program. */
    public Cluster start(Distribution distribution) throws IOException, InterruptedException {
        return isReal()
                ? RealCluster.start(distribution, List.of())
                : EmbeddedCluster.startWhileThisRuns(distribution, List.of());
    }

    /** The same; a real one writes an audit log. */
    public Cluster startWithAuditLog(Distribution distribution) throws IOException, InterruptedException {
        return isReal() ? RealCluster.start(distribution, List.of("--audit")) : start(distribution);
    }

    /** The same, for those who end containers often: each is started again after a second at most. */
    public Cluster startWithQuickRestarts(Distribution distribution) throws IOException, InterruptedException {
        return isReal()
                ? RealCluster.start(distribution, List.of("--quick-restarts"))
                : EmbeddedCluster.startWhileThisRuns(distribution, List.of("--longest-back-off", "1"));
    }

    /**
     * Starts one that goes on, and begins anew: objects of one that has crashed would pass for those of this one.
     *
     * @throws IOException when one is up already, or when this one does not become ready
     */
    public Cluster startToStay(Distribution distribution) throws IOException, InterruptedException {
        RunningCluster.refuseSecond(distribution);
        RunningCluster.clearAway(distribution);
        return isReal() ? RealCluster.startToStay(distribution) : EmbeddedCluster.start(distribution, List.of());
    }
}
