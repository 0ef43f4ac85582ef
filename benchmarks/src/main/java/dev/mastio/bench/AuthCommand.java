package dev.mastio.bench;

import dev.mastio.bench.auth.AuthSpeed;
import dev.mastio.bench.scenario.TextDuration;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code auth}: token mints and audited calls per CPU second of a proxy on this machine. */
@Command(
        name = "auth",
        description = "Measure what token mints and calls with proofs cost a proxy that runs on this machine",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuthCommand implements Callable<Integer> {

    @Option(
            names = {"-u", "--url"},
            paramLabel = "URL",
            defaultValue = "https://127.0.0.1:9443",
            description = "Of the proxy (default: ${DEFAULT-VALUE}); its certificate is not checked")
    URI url = URI.create("https://127.0.0.1:9443");

    @Option(names = "--pid", required = true, description = "The proxy's process, whose CPU time counts")
    long pid;

    @Option(names = "--admin-secret", required = true, description = "To enrol the agents with; they stay enrolled")
    String adminSecret = "";

    @Option(names = "--connections", defaultValue = "64", description = "Agents at once (default: ${DEFAULT-VALUE})")
    int connections = 64;

    @Option(names = "--warm-up", defaultValue = "10s", description = "Before each leg (default: ${DEFAULT-VALUE})")
    String warmUp = "10s";

    @Option(names = "--duration", defaultValue = "15s", description = "Of each leg (default: ${DEFAULT-VALUE})")
    String duration = "15s";

    @Override
    public Integer call() throws Exception {
        Duration warm = TextDuration.parse(warmUp);
        Duration length = TextDuration.parse(duration);
        AuthSpeed.measure(url, pid, adminSecret, connections, warm, length).forEach(System.out::println);
        return 0;
    }
}
