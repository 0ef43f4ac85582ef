package dev.mastio.suite.demo;

import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.api.MastioInstanceStatus.FloorStatus;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.suite.Await;
import dev.mastio.suite.Cluster;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.Installation;
import dev.mastio.suite.Instances;
import dev.mastio.suite.Load;
import dev.mastio.suite.Manifests;
import dev.mastio.suite.Warnings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The steps of the demo, on a cluster that is up. */
final class Demo {

    private static final String NAMESPACE = "mastio-demo";
    private static final String INSTANCE = "demo";
    private static final int LOAD_SECONDS = 60;

    private final Distribution distribution;
    private final Cluster cluster;
    private final KubernetesClient client;
    private final Narrator narrator;

    Demo(Distribution distribution, Cluster cluster, KubernetesClient client, Narrator narrator) {
        this.distribution = distribution;
        this.cluster = cluster;
        this.client = client;
        this.narrator = narrator;
    }

    void run() throws DemoFailure, IOException, InterruptedException {
        install();
        applyInstance();
        FloorStatus floor = showWhatWasComputed();
        int most = driveLoadOverTheFloor(floor);
        comeDown(most);
        soak();
    }

    private void install() throws IOException, InterruptedException {
        narrator.step("Install the operator from manifests/");
        int objects = Installation.install(cluster, client, distribution);
        narrator.line(objects + " objects applied; the operator is available");
    }

    private void applyInstance() throws DemoFailure, IOException, InterruptedException {
        narrator.step("Apply a Postgres and manifests/demo/instance.yaml");
        double before = narrator.seconds();
        Path folder = distribution.manifests().resolve("demo");
        Manifests.applyFolder(client, folder);
        must(
                Duration.ofSeconds(90),
                () -> Instances.isReady(client, NAMESPACE, INSTANCE),
                () -> "the instance is not Ready after 90 s: " + condition("Ready") + Warnings.in(client, NAMESPACE));
        narrator.line("Ready: " + condition("Ready"));
        narrator.result("Instance and database ready after", "%.1f s".formatted(narrator.seconds() - before));
    }

    private FloorStatus showWhatWasComputed() throws DemoFailure {
        narrator.step("What the operator computed from the hardware class");
        MastioInstanceStatus status = status();
        FloorStatus floor = status.floor();
        if (floor == null) throw new DemoFailure("status.floor is missing");
        Container proxy = client.apps()
                .deployments()
                .inNamespace(NAMESPACE)
                .withName(INSTANCE)
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
        narrator.line("requests   " + proxy.getResources().getRequests());
        narrator.line("limits     " + proxy.getResources().getLimits());
        narrator.line("floor      %d requests per second a replica (%s)"
                .formatted(floor.effectiveRequestsPerSecond(), floor.source()));
        narrator.line("start-up   " + probe(proxy.getStartupProbe()));
        narrator.line("liveness   " + probe(proxy.getLivenessProbe()));
        narrator.line("readiness  " + probe(proxy.getReadinessProbe()));
        return floor;
    }

    private int driveLoadOverTheFloor(FloorStatus floor) throws DemoFailure, IOException, InterruptedException {
        // 0.8 x floor is where another replica is due; 3.2 times that asks for four.
        int rate = (int) Math.round(3.2 * 0.8 * floor.effectiveRequestsPerSecond());
        narrator.step("Drive %d requests per second over TLS, where one replica is good for %d"
                .formatted(rate, floor.effectiveRequestsPerSecond()));
        String address = client.services()
                .inNamespace(NAMESPACE)
                .withName(INSTANCE)
                .require()
                .getSpec()
                .getClusterIP();
        Path output = Files.createDirectories(distribution.state().resolve("load"));
        double before = narrator.seconds();
        int most = 1;
        try (Load load = Load.start(distribution, "https://" + address + ":9443", rate, LOAD_SECONDS, output)) {
            String last = "";
            Await.Deadline deadline = Await.within(Duration.ofSeconds(LOAD_SECONDS + 30));
            while (load.isRunning() && deadline.pause()) {
                last = tellScaling(last);
                int ready = Optional.ofNullable(status().readyReplicas()).orElse(0);
                if (ready > most) {
                    most = ready;
                    narrator.result(
                            "%d replicas ready after".formatted(most),
                            "%.1f s of load".formatted(narrator.seconds() - before));
                }
            }
            if (most < 4)
                throw new DemoFailure("four replicas were due, %d became ready; after %.1f of %d s the load %s"
                        .formatted(most, narrator.seconds() - before, LOAD_SECONDS, load.howItEnded()));
        }
        return most;
    }

    private void comeDown(int most) throws DemoFailure, InterruptedException {
        narrator.step("The load has stopped: %d replicas come down one by one".formatted(most));
        double before = narrator.seconds();
        String last = "";
        Await.Deadline deadline = Await.within(Duration.ofMinutes(2));
        while (Optional.ofNullable(status().replicas()).orElse(0) != 1) {
            last = tellScaling(last);
            if (!deadline.pause())
                throw new DemoFailure("still %s replicas 120 s after the load".formatted(status().replicas()));
        }
        narrator.result("Back to 1 replica after", "%.1f s without load".formatted(narrator.seconds() - before));
    }

    private void soak() throws DemoFailure, InterruptedException {
        narrator.step("Let the CronJob fire a soak (every minute; real ones run for an hour)");
        Instances.named(client, NAMESPACE, INSTANCE)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"soak\":{\"suspend\":false}}}");
        String name = activeSoak();
        narrator.line("running: " + name);
        Instances.named(client, NAMESPACE, INSTANCE)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"soak\":{\"suspend\":true}}}");
        must(
                Duration.ofMinutes(4),
                () -> Instances.finishedRun(status(), name).isPresent(),
                () -> "no verdict within 240 s");
        SoakRun run = Instances.finishedRun(status(), name).orElseThrow();
        narrator.line("%s: %s, %s".formatted(run.verdict(), run.reason(), run.message()));
        narrator.line("report: ConfigMap %s".formatted(run.report()));
        narrator.result("Verdict of the scheduled soak", "%s (%s)".formatted(run.verdict(), run.reason()));
        if (run.verdict() != Verdict.Passed) throw new DemoFailure("the soak ended " + run.verdict());
    }

    private String activeSoak() throws DemoFailure, InterruptedException {
        Await.Deadline deadline = Await.within(Duration.ofSeconds(90));
        while (true) {
            Optional<String> active = Optional.ofNullable(status().soak()).map(SoakStatus::active);
            if (active.isPresent()) return active.get();
            if (!deadline.pause()) throw new DemoFailure("no soak began within 90 s");
        }
    }

    private String tellScaling(String last) {
        MastioInstanceStatus status = status();
        AutoscalingStatus scaling = status.autoscaling();
        if (scaling == null) return last;
        String now = "%4s req/s   floor %s   replicas %s, ready %s, desired %d   %s"
                .formatted(
                        Optional.ofNullable(scaling.requestsPerSecond())
                                .map(String::valueOf)
                                .orElse("?"),
                        Optional.ofNullable(status.floor())
                                .map(floor -> String.valueOf(floor.effectiveRequestsPerSecond()))
                                .orElse("?"),
                        status.replicas(),
                        Optional.ofNullable(status.readyReplicas()).orElse(0),
                        scaling.desiredReplicas(),
                        scaling.reason());
        if (!now.equals(last)) narrator.line("%6.1f s  %s".formatted(narrator.seconds(), now));
        return now;
    }

    private MastioInstanceStatus status() {
        return Instances.status(client, NAMESPACE, INSTANCE).orElseThrow();
    }

    private String condition(String type) {
        return Instances.status(client, NAMESPACE, INSTANCE)
                .flatMap(status -> Instances.condition(status, type))
                .map(condition -> condition.getReason() + ": " + condition.getMessage())
                .orElse("no condition yet");
    }

    private static String probe(Probe probe) {
        return "%s every %d s, time-out %d s, %d failures allowed"
                .formatted(
                        probe.getHttpGet().getPath(),
                        probe.getPeriodSeconds(),
                        probe.getTimeoutSeconds(),
                        probe.getFailureThreshold());
    }

    private static void must(Duration limit, BooleanSupplier condition, Supplier<String> failure)
            throws DemoFailure, InterruptedException {
        if (!Await.until(limit, condition)) throw new DemoFailure(failure.get());
    }
}
