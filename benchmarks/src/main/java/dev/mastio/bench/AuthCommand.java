package dev.mastio.bench;

import dev.mastio.bench.auth.AuthSpeed;
import dev.mastio.bench.auth.Goals;
import dev.mastio.bench.auth.Openssl;
import dev.mastio.bench.auth.Round;
import dev.mastio.bench.scenario.TextDuration;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code auth}: token mints, audited calls and enrolments per CPU second of a proxy on this machine. */
@Command(
        name = "auth",
        description =
                "Measure what token mints, calls with proofs and enrolments cost a proxy that runs on this machine",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuthCommand implements Callable<Integer> {

    private static final Duration AGAIN = Duration.ofSeconds(1);

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

    @Option(
            names = "--warm-up",
            defaultValue = "10s",
            description = "Before each leg of the first round (default: ${DEFAULT-VALUE})")
    String warmUp = "10s";

    @Option(names = "--duration", defaultValue = "15s", description = "Of each leg (default: ${DEFAULT-VALUE})")
    String duration = "15s";

    @Option(names = "--rounds", defaultValue = "1", description = "Of all legs (default: ${DEFAULT-VALUE})")
    int rounds = 1;

    @Option(
            names = "--judge",
            description =
                    "Run `openssl speed ecdsap256` beside each round, and end with exit code 1 if a goal is missed")
    boolean judge;

    @Override
    public Integer call() throws Exception {
        AuthSpeed speed = AuthSpeed.enrolled(url, pid, adminSecret, connections);
        Duration length = TextDuration.parse(duration);
        Goals goals = new Goals();
        boolean clean = true;
        for (int round = 0; round < rounds; round++) {
            double verifications = judge ? Openssl.verifications() : Double.NaN;
            // Later ones only wait until the connections are there.
            Round measured = speed.round(round == 0 ? TextDuration.parse(warmUp) : AGAIN, length);
            measured.lines().forEach(System.out::println);
            goals.add(verifications, measured);
            clean &= measured.isClean();
        }
        if (judge) {
            goals.lines().forEach(System.out::println);
            return goals.met() ? 0 : 1;
        }
        return clean ? 0 : 1;
    }
}
