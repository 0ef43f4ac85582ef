package dev.mastio.suite;

import java.io.IOException;
import java.util.List;

/** The kinds of cluster that the demo and the tests run on. */
public enum Backend {
    /** One JVM, pods as processes. */
    embedded,
    /** Kubernetes with a node of its own on this machine. */
    real,
    /** Whatever the user's kubeconfig points to. */
    current;

    /** As told by the system property {@code mastio.cluster}. */
    public static Backend fromProperties() {
        return valueOf(System.getProperty("mastio.cluster", embedded.name()));
    }

    /** Starts a cluster, with an audit log where it can have one, or takes the one there is. */
    public Cluster start(Distribution distribution) throws IOException, InterruptedException {
        return switch (this) {
            case embedded -> EmbeddedCluster.startWhileThisRuns(distribution, List.of());
            case real -> RealCluster.start(distribution, List.of("--audit"));
            case current -> CurrentCluster.find(distribution);
        };
    }
}
