package dev.mastio.bench;

import dev.mastio.bench.auth.AuthSpeed;
import dev.mastio.bench.auth.ReplicaGoal;
import dev.mastio.bench.auth.ReplicaRound;
import dev.mastio.bench.auth.ReplicaSpeed;
import dev.mastio.bench.scenario.TextDuration;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code replicas}: audited calls a second of two replicas on this machine, by those of one. */
@Command(
        name = "replicas",
        description = {
            "Measure audited calls a second of two replicas on this machine, each held to a share of a processor, and of one",
            "Exit code 0 if two do 1.8 times what one does, 1 if not, 2 if something else than their shares held them up."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReplicasCommand implements Callable<Integer> {

    @Option(
            names = {"-u", "--url"},
            arity = "1",
            required = true,
            paramLabel = "URL",
            description = "Of a replica, given twice; certificates are not checked")
    List<URI> urls = List.of();

    @Option(names = "--pid", required = true, description = "Its process, given twice in the same order")
    List<Long> pids = List.of();

    @Option(names = "--share", required = true, description = "Of one processor, that each is held to")
    double share;

    @Option(names = "--admin-secret", required = true, description = "To enrol agents with; they stay enrolled")
    String adminSecret = "";

    @Option(
            names = "--connections",
            defaultValue = "64",
            description = "Agents at once at each (default: ${DEFAULT-VALUE})")
    int connections = 64;

    @Option(names = "--warm-up", defaultValue = "3s", description = "Before each leg (default: ${DEFAULT-VALUE})")
    String warmUp = "3s";

    @Option(names = "--duration", defaultValue = "10s", description = "Of each leg (default: ${DEFAULT-VALUE})")
    String duration = "10s";

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Each is one, both, the other one (default: ${DEFAULT-VALUE})")
    int rounds = 3;

    @Override
    public Integer call() throws Exception {
        if (urls.size() != 2 || pids.size() != 2) throw new IllegalArgumentException("--url and --pid are given twice");
        ReplicaSpeed speed = new ReplicaSpeed(enrolled(0), enrolled(1));
        Duration before = TextDuration.parse(warmUp);
        Duration length = TextDuration.parse(duration);
        ReplicaGoal goal = new ReplicaGoal(share);
        for (int i = 0; i < rounds; i++) {
            ReplicaRound round = speed.round(before, length);
            System.out.println(round.line(share));
            goal.add(round);
        }
        System.out.println(goal.line());
        return switch (goal.outcome()) {
            case MET -> 0;
            case MISSED -> 1;
            case INCONCLUSIVE -> 2;
        };
    }

    private AuthSpeed enrolled(int replica) throws IOException, GeneralSecurityException {
        return AuthSpeed.enrolled(urls.get(replica), pids.get(replica), adminSecret, connections);
    }
}
