package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.suite.Await;
import dev.mastio.suite.conformance.pair.Action;
import dev.mastio.suite.conformance.pair.Server;
import dev.mastio.suite.conformance.pair.Servers;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Random sequences until the time is up; each kind of difference is told once, made as short as it gets. */
public final class Fuzz {

    /** A real server wants an account for each pod, and adds a volume with its token where it may. */
    private static final JsonNode ACCOUNTS = Trees.yaml("""
            - {apiVersion: v1, kind: ServiceAccount, metadata: {name: default}, automountServiceAccountToken: false}
            """);

    private final Path root;
    private final Server embedded;
    private final Server real;
    private final Tolerated tolerated;
    private final PrintStream out;

    public Fuzz(Path root, Servers servers, Tolerated tolerated, PrintStream out) {
        this.root = root;
        embedded = servers.embedded();
        real = servers.real();
        this.tolerated = tolerated;
        this.out = out;
    }

    /**
     * Plays so many sequences, or as many as there is time for if nobody says how many.
     *
     * @param seed the first sequence's; the others count on from it
     * @return whether all were played, and the servers never differed
     */
    public boolean run(Duration time, OptionalInt wanted, long seed) throws IOException, InterruptedException {
        prepare(embedded);
        prepare(real);
        List<FuzzKind> kinds = FuzzKind.in(root);
        Play play = new Play(embedded, real, tolerated);
        Map<String, Integer> found = new TreeMap<>();
        long end = System.nanoTime() + time.toNanos();
        long next = seed;
        long last = seed + wanted.orElse(Integer.MAX_VALUE);
        while (System.nanoTime() - end < 0 && next < last) {
            Optional<Finding> finding = play.play(RandomSteps.of(kinds, next));
            if (finding.isPresent() && found.merge(finding.get().kind(), 1, Integer::sum) == 1)
                out.printf("seed %d: %s%n%s", next, finding.get().kind(), Shrinking.of(finding.get(), play));
            next++;
        }
        out.printf(
                "%d sequences from seed %d, %d calls to each server: %s%n",
                next - seed, seed, play.calls(), found.isEmpty() ? "no difference" : "differences " + found);
        tolerated.entries().stream()
                .filter(entry -> !play.met().contains(entry))
                .forEach(entry -> out.println("listed, and not met: " + entry.what()));
        boolean whole = wanted.isEmpty() || next == last;
        if (!whole) out.printf("only %d of %d sequences in %d s%n", next - seed, wanted.getAsInt(), time.toSeconds());
        return whole && found.isEmpty();
    }

    private void prepare(Server server) throws IOException, InterruptedException {
        server.createNamespace(FuzzKind.NAMESPACE);
        for (JsonNode account : ACCOUNTS)
            server.create("/api/v1/namespaces/" + FuzzKind.NAMESPACE + "/serviceaccounts", account);
        for (Path file : FuzzKind.definitions(root))
            server.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Trees.yaml(file));
        for (FuzzKind kind : FuzzKind.in(root)) {
            Await.Deadline deadline = Await.within(Duration.ofSeconds(30));
            while (Action.Request.get(kind.collection()).at(server).path("code").asInt() != 200)
                if (!deadline.pause())
                    throw new IOException("the %s server does not serve %s".formatted(server.name(), kind.kind()));
        }
    }
}
