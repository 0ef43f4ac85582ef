package dev.mastio.suite;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A step of the build, and of making images. */
@Command(
        name = "aot-cache",
        mixinStandardHelpOptions = true,
        description = "Makes a program's ahead-of-time cache, unless it is younger than the program.")
final class AotCacheCommand implements Callable<Integer> {

    private static final int MEBI = 1 << 20;

    /** Those that have one. */
    enum Program {
        proxy,
        operator
    }

    @Parameters(defaultValue = "proxy", description = "Whose: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Program program = Program.proxy;

    @ArgGroup(exclusive = false)
    @Nullable
    private Image image;

    static final class Image {
        @Option(names = "--java", required = true, description = "The java of an image.")
        private Path java = Path.of("");

        @Option(
                names = "--folder",
                required = true,
                description = "The folder that will be the program's in the image.")
        private Path folder = Path.of("");
    }

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties();
        ProgramFiles files = image == null
                ? ProgramFiles.built(distribution, program.name())
                : ProgramFiles.inImage(program.name(), image.java, image.folder);
        switch (program) {
            case proxy -> {
                AotCache cache = new AotCache(new LoneProxy(distribution, files));
                if (!cache.isFresh()) make(cache);
            }
            case operator -> {
                Distribution own = distribution.withState(Files.createTempDirectory("mastio-training-"));
                try {
                    AotCache cache = new AotCache(
                            new LoneOperator(own, files, own.state().resolve("kubeconfig")));
                    // A cluster takes longer to start than this to be seen.
                    if (!cache.isFresh()) makeOnCluster(cache, own);
                } finally {
                    StateFolder.remove(own.state());
                }
            }
        }
        return 0;
    }

    private static void makeOnCluster(AotCache cache, Distribution own) throws IOException, InterruptedException {
        try (Cluster cluster = EmbeddedCluster.startWhileThisRuns(own, List.of());
                KubernetesClient client = cluster.client()) {
            for (String needed : List.of("crds", "classes"))
                Manifests.applyFolder(client, own.manifests().resolve(needed));
            make(cache);
        }
    }

    private static void make(AotCache cache) throws IOException, InterruptedException {
        System.out.printf("%s: %d MiB%n", cache.file(), cache.make() / MEBI);
    }
}
