package dev.mastio.suite.faults;

import dev.mastio.suite.Await;
import dev.mastio.suite.EmbeddedCluster;
import dev.mastio.suite.Processes;
import dev.mastio.suite.RealCluster;
import dev.mastio.suite.faults.ground.Ground;
import dev.mastio.suite.faults.plan.Seen;
import dev.mastio.suite.faults.plan.Trial;
import dev.mastio.suite.faults.plan.Trials;
import dev.mastio.suite.faults.plan.Wanted;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** API server and etcd stop, while instances are being changed and one of them knows nothing of its load. */
final class Outages {

    private final Ground ground;
    private final FaultLog log;
    private final Watchman watchman;

    Outages(Ground ground, FaultLog log) {
        this.ground = ground;
        this.log = log;
        this.watchman = new Watchman(ground);
    }

    /** Something that stops and goes on. */
    private interface Outage {
        String name();

        void begin() throws IOException, InterruptedException;

        void end() throws IOException, InterruptedException;
    }

    void run(Duration length) throws IOException, InterruptedException {
        for (Trial trial : Trials.following()) watchman.settle(trial);
        int number = 0;
        for (Outage outage : outages(length)) {
            Wanted made = Wanted.fresh("delta-" + ++number, false, true, false);
            watchman.settle(Trials.made(made));
            attempt(outage, Trials.atOnce(made, "o" + number), length);
            watchman.settle(Trials.deleted(made));
            watchman.settle(Trials.toldAgain());
        }
    }

    private void attempt(Outage outage, List<Trial> trials, Duration length) throws IOException, InterruptedException {
        Pod before = ground.operator().pods().getFirst();
        int restarts = restarts(before);
        Instant begun = Instant.now();
        String done = beginUnnoticed(outage, trials, before);
        try {
            Await.until(length, () -> false);
        } finally {
            outage.end();
        }
        watchman.startClock();
        Instant over = Instant.now();
        List<String> broken = new ArrayList<>();
        Optional<Duration> healed = Optional.empty();
        long unseen = 0;
        for (Trial trial : trials) {
            Watchman.Outcome outcome =
                    watchman.await(trial, () -> ground.operator().hasLedSince(over));
            healed = outcome.healed();
            broken.addAll(outcome.broken());
            unseen += outcome.unseen();
        }
        Pod after = ground.operator().pods().getFirst();
        List<String> said = troubles(after, begun);
        if (!tells(said, "no answer from the API server") && !tells(said, "the lease is lost"))
            broken.add(
                    "the operator's log does not say that the API server gives no answer, or that the lease is lost");
        if (restarts(after) == restarts && !tells(said, "answers again"))
            broken.add("the operator's log does not say that the API server answers again");
        log.add(
                new Entry(
                        outage.name(),
                        "scale and soak",
                        "%d s, %s, %d restarts, %d versions not seen"
                                .formatted(length.toSeconds(), done, restarts(after) - restarts, unseen),
                        healed,
                        broken),
                ground.operator()::lastWords);
        said.stream().limit(3).forEach(log::quote);
    }

    /**
     * The operator sleeps from before the changes until the outage has begun: else it might have carried them out by then.
     *
     * @return how much of them was carried out when the outage began
     */
    private String beginUnnoticed(Outage outage, List<Trial> trials, Pod pod) throws IOException, InterruptedException {
        List<ProcessHandle> operator = ground.operator().processes(pod);
        Processes.signal("STOP", operator);
        try {
            for (Trial trial : trials) ground.perform(trial);
            Wanted wanted = trials.getLast().wanted();
            Seen seen = ground.look(wanted.name());
            outage.begin();
            return "begun at %d of %d replicas, %s soak"
                    .formatted(
                            seen.replicas(),
                            wanted.replicas(),
                            seen.hasSoakOf(wanted.tokens().getLast()) ? "the" : "no");
        } finally {
            Processes.signal("CONT", operator);
        }
    }

    private static boolean tells(List<String> log, String what) {
        return log.stream().anyMatch(line -> line.contains(what));
    }

    /** Warnings and errors since then, one of each kind. */
    private List<String> troubles(Pod operator, Instant since) {
        return ground.operator().log(operator).stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .filter(line -> line.compareTo(since.toString()) > 0)
                .distinct()
                .toList();
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
    }

    private List<Outage> outages(Duration length) {
        return switch (ground.cluster()) {
            case EmbeddedCluster embedded -> List.of(new Frozen(embedded, length));
            case RealCluster real ->
                List.of(
                        new Component(real, "kube-apiserver", true),
                        new Component(real, "kube-apiserver", false),
                        new Component(real, "etcd", true),
                        new Component(real, "etcd", false));
            default -> List.of();
        };
    }

    /** The embedded cluster is one process: API, controllers and node stop together, pods go on. */
    private static final class Frozen implements Outage {
        private final EmbeddedCluster cluster;
        private final Duration length;
        private @Nullable Process helper;

        Frozen(EmbeddedCluster cluster, Duration length) {
            this.cluster = cluster;
            this.length = length;
        }

        @Override
        public String name() {
            return "cluster frozen";
        }

        /** By a process of its own: a cluster that stays frozen, because we were ended, would never end with us. */
        @Override
        public void begin() throws IOException {
            String script = "trap : INT TERM HUP; kill -STOP %1$d; echo begun; sleep %2$d; kill -CONT %1$d"
                    .formatted(cluster.pid(), length.toSeconds());
            helper = new ProcessBuilder("sh", "-c", script)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (helper.inputReader().readLine() == null) throw new IOException("nobody freezes the cluster");
        }

        @Override
        public void end() throws IOException, InterruptedException {
            if (helper != null && helper.waitFor() != 0)
                throw new IOException("the cluster's process takes no signals");
        }
    }

    /** One component of a real control plane: frozen, which clients can't tell from slow, or killed and held. */
    private record Component(RealCluster cluster, String component, boolean frozen) implements Outage {
        @Override
        public String name() {
            return component.replace("kube-", "") + (frozen ? " frozen" : " killed");
        }

        @Override
        public void begin() throws IOException, InterruptedException {
            if (frozen) signal("-STOP");
            else cluster.kube().run("stop", component);
        }

        @Override
        public void end() throws IOException, InterruptedException {
            if (frozen) signal("-CONT");
            else cluster.kube().run("start", component);
        }

        private void signal(String signal) throws IOException, InterruptedException {
            String pid = Files.readString(cluster.kube().state().resolve("pid").resolve(component))
                    .strip();
            cluster.kube().run("inside", "sh", "-c", "kill %s %s".formatted(signal, pid));
        }
    }
}
