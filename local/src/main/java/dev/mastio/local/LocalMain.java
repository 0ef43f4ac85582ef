package dev.mastio.local;

import dev.mastio.local.api.ApiConfig;
import dev.mastio.local.api.EmbeddedApi;
import dev.mastio.local.node.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the embedded cluster. */
@Command(
        name = "mastio-local",
        description = "Kubernetes on a laptop, in one JVM.",
        mixinStandardHelpOptions = true,
        subcommands = LocalMain.Up.class)
public final class LocalMain {

    private static final Logger LOG = LoggerFactory.getLogger(LocalMain.class);

    /** Runs a command; the process ends with its exit code. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new LocalMain());
        line.setExecutionExceptionHandler((exception, command, _) -> {
            command.getErr().println("the cluster does not start: " + exception.getMessage());
            LOG.debug("the cluster does not start", exception);
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    @Command(
            name = "up",
            description = "Start a cluster and keep it until Ctrl-C or SIGTERM.",
            mixinStandardHelpOptions = true)
    static final class Up implements Callable<Integer> {

        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "Keep objects and volumes here; default: a temporary directory.")
        private @Nullable Path data;

        @Option(names = "--port", defaultValue = "0", description = "Port of the API; default: any free one.")
        private int port;

        @Option(
                names = "--kubeconfig",
                paramLabel = "FILE",
                defaultValue = "kubeconfig",
                description = "Written when the API is ready; default: ${DEFAULT-VALUE}.")
        private Path kubeconfig = Path.of("kubeconfig");

        @Option(
                names = "--programs",
                paramLabel = "FILE",
                description = "YAML that says which program an image stands for.")
        private @Nullable Path programs;

        @Option(
                names = "--hollow",
                description = "Only say that pods run, unless one is annotated local.mastio.dev/hollow=false.")
        private boolean hollow;

        @Option(
                names = "--api-only",
                description =
                        "Serve the API alone, in memory: no controllers and no node, so nothing changes by itself.")
        private boolean apiOnly;

        @Option(
                names = "--address-range",
                paramLabel = "RANGE",
                description = "Addresses of pods and Services, as in 127.100.0.0/16; default: the first free one.")
        private @Nullable String addressRange;

        @Option(
                names = "--longest-back-off",
                paramLabel = "SECONDS",
                defaultValue = "300",
                description = "Between two starts of a container that ends; default: ${DEFAULT-VALUE}.")
        private int longestBackoff;

        @Option(
                names = "--ends-with",
                paramLabel = "PID",
                description = "End when that process does, however it ends: nothing is left of a demo that was killed.")
        private @Nullable Long companion;

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (apiOnly) startApi();
            else startCluster();
            System.out.println("kubeconfig " + kubeconfig.toAbsolutePath());
            System.out.println("ready");
            if (companion == null) new CountDownLatch(1).await();
            else awaitEndOf(companion);
            return 0;
        }

        private void startCluster() throws IOException {
            LocalCluster cluster = LocalCluster.start(new ClusterOptions(
                    Optional.ofNullable(data),
                    port,
                    programs == null ? Programs.none() : Programs.load(programs),
                    hollow,
                    Optional.ofNullable(addressRange),
                    Duration.ofSeconds(longestBackoff)));
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop"));
            cluster.writeKubeconfig(kubeconfig);
        }

        private void startApi() throws IOException {
            EmbeddedApi api = EmbeddedApi.start(ApiConfig.defaults().withPort(port));
            Runtime.getRuntime().addShutdownHook(new Thread(api::close, "stop"));
            api.writeKubeconfig(kubeconfig);
        }

        private static void awaitEndOf(long pid) {
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
        }
    }
}
