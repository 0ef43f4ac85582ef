package dev.mastio.suite;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Optional;

/** A cluster to install on, whichever it is. Closing it ends what was started for it, and nothing else. */
public sealed interface Cluster extends AutoCloseable permits EmbeddedCluster, RealCluster, CurrentCluster {

    /** How to reach it. */
    Path kubeconfig();

    /** The processes behind its pods, where they run on this machine and may be touched. */
    Optional<PodProcesses> processes();

    @Override
    void close();

    /** A client of this cluster; the caller closes it. */
    default KubernetesClient client() {
        return client(kubeconfig());
    }

    /** A client of the cluster that is reached that way; the caller closes it. */
    static KubernetesClient client(Path kubeconfig) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }
}
