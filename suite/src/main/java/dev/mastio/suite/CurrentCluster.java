package dev.mastio.suite;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The user's own cluster: the one that {@code kubectl} would talk to. It must be able to pull the images. */
public record CurrentCluster(Path kubeconfig) implements Cluster {

    static CurrentCluster find(Distribution distribution) throws IOException {
        String named = Optional.ofNullable(System.getenv("KUBECONFIG"))
                .filter(it -> !it.isBlank())
                .orElse(System.getProperty("user.home") + "/.kube/config");
        Path kubeconfig = Path.of(named);
        if (!Files.isReadable(kubeconfig))
            throw new IOException("no cluster: %s can't be read. Set KUBECONFIG to one file.".formatted(kubeconfig));
        Files.createDirectories(distribution.state());
        return new CurrentCluster(kubeconfig.toAbsolutePath());
    }

    /** What the user calls it. */
    String name() {
        return Config.fromKubeconfig(kubeconfig.toFile()).getMasterUrl();
    }

    @Override
    public Optional<PodProcesses> processes() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Not ours to end.
    }
}
