package dev.mastio.operator;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.config.OperatorConfig;
import dev.mastio.operator.desired.Images;
import dev.mastio.operator.instance.Equipment;
import dev.mastio.operator.instance.InstanceReconciler;
import dev.mastio.operator.instance.LostRaces;
import dev.mastio.operator.instance.Rehearsal;
import dev.mastio.operator.instance.Relevant;
import dev.mastio.operator.instance.report.Events;
import dev.mastio.operator.instance.rollout.ClassQueue;
import dev.mastio.operator.ops.ApiRequests;
import dev.mastio.operator.ops.ApiSilence;
import dev.mastio.operator.ops.Heartbeat;
import dev.mastio.operator.ops.Leadership;
import dev.mastio.operator.ops.OperatorMetrics;
import dev.mastio.operator.ops.OpsServer;
import dev.mastio.operator.ops.Readiness;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The operator as one thing that can be started and stopped, in a process of its own or in a test. */
public final class OperatorProcess implements AutoCloseable {

    private static final String NAME = "mastio-operator";
    private static final int THREADS = 8;
    private static final Duration STOP = Duration.ofSeconds(2);
    private static final Duration HANGS = Duration.ofMinutes(5);
    private static final Duration WATCH_GRACE = Duration.ofSeconds(60);

    private final ApiSilence silence;
    private final KubernetesClient client;
    private final Events events;
    private final Operator operator;
    private final OpsServer ops;
    private final Leadership leadership;
    private final InstanceReconciler reconciler;
    private final Controller<MastioInstance> controller;
    private volatile boolean prepared;

    private OperatorProcess(OperatorConfig config, Config cluster, Runnable onLeadershipLost) throws IOException {
        Clock clock = Clock.systemUTC();
        leadership = config.leaderElection()
                ? new Leadership(
                        config.leaseNamespace().orElseGet(cluster::getNamespace),
                        config.identity().orElseGet(() -> UUID.randomUUID().toString()),
                        this::lead,
                        onLeadershipLost)
                : Leadership.alone();
        OperatorMetrics metrics = new OperatorMetrics(config.imageTag(), leadership::isLeading);
        silence = ApiSilence.watched(clock);
        client = new KubernetesClientBuilder()
                .withConfig(cluster)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor(
                                "requests", new ApiRequests(metrics::asked, metrics::failed))
                        .addOrReplaceInterceptor("silence", silence))
                .build();
        events = new Events(client, clock, metrics);
        Heartbeat heartbeat = new Heartbeat(clock, HANGS);
        reconciler = new InstanceReconciler(new Equipment(
                client,
                new Images(config.proxyImage(), config.imageTag(), config.soakImage() + ":" + config.imageTag()),
                config.leaseNamespace(),
                new ClassQueue(config.classRollouts()),
                new LostRaces(),
                events,
                metrics,
                heartbeat,
                clock,
                config.resync(),
                leadership::isLeading,
                leadership::isStopping));
        operator = new Operator(overrider -> configure(overrider, metrics));
        controller =
                (Controller<MastioInstance>) operator.register(reconciler, overrider -> configure(overrider, config));
        ops = OpsServer.start(
                new InetSocketAddress(config.host(), config.port()),
                heartbeat,
                new Readiness(clock, WATCH_GRACE, this::watchTrouble),
                metrics::scrape);
    }

    /**
     * Starts everything; returns when the caches are filled. A standby is Ready once it has rehearsed what it will do.
     *
     * @param onLeadershipLost must end the process
     */
    public static OperatorProcess start(OperatorConfig config, Config cluster, Runnable onLeadershipLost)
            throws IOException {
        OperatorProcess process = new OperatorProcess(config, cluster, onLeadershipLost);
        process.operator.start();
        if (config.leaderElection()) process.rehearse();
        else process.lead();
        return process;
    }

    /** Where health and metrics are. */
    public InetSocketAddress opsAddress() {
        return ops.address();
    }

    /** Lets running reconciliations end, hands over the lease, closes everything. Takes a few seconds at most. */
    @Override
    public void close() {
        leadership.stopping();
        operator.stop();
        leadership.release(client);
        events.close();
        ops.close();
        silence.close();
        client.close();
    }

    private void rehearse() {
        new Rehearsal(reconciler, controller, () -> !leadership.isLeading() && !leadership.isStopping())
                .start(() -> prepared = true);
    }

    private void lead() {
        prepared = true;
        reconciler.lead();
    }

    private void configure(ConfigurationServiceOverrider overrider, OperatorMetrics metrics) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(THREADS)
                .withConcurrentWorkflowExecutorThreads(THREADS)
                .withReconciliationTerminationTimeout(STOP)
                .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(metrics.registry()))
                // ConfigMaps and Secrets are applied like everything else.
                .withDefaultNonSSAResource(Set.of())
                // Without it, an older event throws away what we have just been told by an answer.
                .withParseResourceVersions(true)
                // An annotation that changes with each write; the cache of recent answers does the same for us.
                .withPreviousAnnotationForDependentResources(false);
        leadership.configuration().ifPresent(overrider::withLeaderElectionConfiguration);
    }

    private static void configure(ControllerConfigurationOverrider<MastioInstance> overrider, OperatorConfig config) {
        overrider
                .withName(NAME)
                .withFieldManager(NAME)
                // Our own filter also lets annotations through, which don't change the generation.
                .withGenerationAware(false)
                .withOnUpdateFilter(new Relevant())
                .withRetry(new GenericRetry()
                        .withoutMaxAttempts()
                        .setInitialInterval(Duration.ofSeconds(1))
                        .setIntervalMultiplier(2)
                        .setMaxInterval(Duration.ofMinutes(1).toMillis()))
                .withReconciliationMaxInterval(config.resync());
        if (!config.watchNamespaces().isEmpty()) overrider.settingNamespaces(config.watchNamespaces());
    }

    private Optional<String> watchTrouble() {
        if (!operator.getRuntimeInfo().isStarted()) return Optional.of("the caches are being filled");
        if (!prepared) return Optional.of("the first passes are rehearsed");
        List<String> broken = operator.getRuntimeInfo().unhealthyEventSources().values().stream()
                .flatMap(sources -> sources.keySet().stream())
                .sorted()
                .toList();
        return broken.isEmpty()
                ? Optional.empty()
                : Optional.of("no watch on the API server for: " + String.join(", ", broken));
    }
}
