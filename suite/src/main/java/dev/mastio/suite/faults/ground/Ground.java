package dev.mastio.suite.faults.ground;

import dev.mastio.suite.Cluster;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.EmbeddedCluster;
import dev.mastio.suite.Installation;
import dev.mastio.suite.Instances;
import dev.mastio.suite.RealCluster;
import dev.mastio.suite.faults.plan.Deed;
import dev.mastio.suite.faults.plan.Seen;
import dev.mastio.suite.faults.plan.Sightings;
import dev.mastio.suite.faults.plan.Trial;
import dev.mastio.suite.faults.plan.Trials;
import dev.mastio.suite.faults.plan.Wanted;
import dev.mastio.suite.hollow.HollowNamespace;
import dev.mastio.suite.hollow.HollowNodes;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A cluster with the operator on it, and a namespace for instances whose pods are hollow. */
public final class Ground implements AutoCloseable {

    private static final String NAMESPACE = "faults";
    /** With images of this tag pods are hollow, and soaks pass at once. */
    private static final Map<String, String> SETTINGS = Map.of("MASTIO_OPERATOR_IMAGE_TAG", "hollow");

    private static final int MOST_PODS = 200;

    private final Cluster cluster;
    private final KubernetesClient client;
    private final OperatorPods operator;
    private final Stocktaking stock;
    private final Sightings sightings = new Sightings();
    private final Witness witness;
    private final PretendedLoad load;
    private final @Nullable HollowNodes nodes;

    private Ground(Cluster cluster, KubernetesClient client) throws IOException {
        this.cluster = cluster;
        this.client = client;
        HollowNamespace.create(client, NAMESPACE);
        operator = new OperatorPods(cluster, client);
        stock = new Stocktaking(client, NAMESPACE);
        witness = new Witness(client, NAMESPACE, sightings);
        load = new PretendedLoad(stock);
        nodes = cluster instanceof RealCluster real
                ? new HollowNodes(client, real.kube().setting("machine_address"), MOST_PODS)
                : null;
    }

    /** Installs the operator from the manifests on a cluster, which is closed with this. */
    public static Ground prepare(Cluster cluster, Distribution distribution) throws IOException, InterruptedException {
        KubernetesClient client = cluster.client();
        Installation.install(cluster, client, distribution);
        Ground ground = new Ground(cluster, client);
        ground.configure(1, Map.of());
        return ground;
    }

    /** So many operators, with these settings besides those that all have here. */
    public void configure(int replicas, Map<String, String> settings) throws IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(SETTINGS);
        all.putAll(settings);
        operator.configure(replicas, all);
    }

    public Cluster cluster() {
        return cluster;
    }

    public KubernetesClient client() {
        return client;
    }

    public OperatorPods operator() {
        return operator;
    }

    /** What the cluster's Deployments and Jobs have been so far. */
    public Sightings sightings() {
        return sightings;
    }

    public PretendedLoad load() {
        return load;
    }

    /** Whether hollow pods can have volumes. */
    public boolean hasVolumes() {
        return cluster instanceof EmbeddedCluster;
    }

    /** What there is of an instance now. */
    public Seen look(String instance) {
        return stock.of(instance);
    }

    /** Whether the operator, since its process started, has looked at each instance that there is. */
    public boolean operatorHasLooked() {
        return operator.hasLookedAt(Instances.all(client, NAMESPACE));
    }

    /** How long the operator may take to put right what a fault has left. */
    public Duration patience() {
        return cluster instanceof EmbeddedCluster ? Duration.ofSeconds(60) : Duration.ofSeconds(120);
    }

    /** Does what a trial says. */
    public void perform(Trial trial) {
        Wanted wanted = trial.wanted();
        String name = wanted.name();
        if (trial.deed() == Deed.DELETE) sightings.release(name);
        else sightings.expect(name, trial.before(), wanted.replicas());
        switch (trial.deed()) {
            case CREATE ->
                client.resource(Manifest.of(wanted, NAMESPACE, nodes != null)).create();
            case SCALE -> patch(name, "{\"spec\":{\"replicas\":%d}}".formatted(wanted.replicas()));
            case SOAK -> patch(name, Manifest.token(wanted.tokens().getLast()));
            case TOUCH ->
                patch(
                        name,
                        "{\"spec\":{\"pod\":{\"annotations\":{\"%s\":\"%d\"}}}}"
                                .formatted(Stocktaking.TOUCHED, wanted.touched()));
            case FOLLOW -> {
                load.forReplicas(0);
                patch(name, "{\"spec\":{\"autoscaling\":{\"mode\":\"Auto\"}}}");
            }
            case SURGE -> load.forReplicas(wanted.replicas());
            case SILENCE -> load.forReplicas(0);
            case LEAVE -> {
                patch(name, "{\"spec\":{\"autoscaling\":{\"mode\":\"Off\"}}}");
                load.forReplicas(0);
            }
            case DELETE -> {
                Instances.named(client, NAMESPACE, name).delete();
                // Whoever follows one day must not find a load that was still told a moment ago.
                if (name.equals(Trials.FOLLOWER)) load.forReplicas(0);
            }
        }
    }

    /** After a trial has come to its end: from now on nothing may change. */
    public void settled(Trial trial) {
        Wanted wanted = trial.wanted();
        if (trial.deed() != Deed.DELETE) sightings.expect(wanted.name(), wanted.replicas(), wanted.replicas());
    }

    private void patch(String instance, String json) {
        Instances.named(client, NAMESPACE, instance).patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    @Override
    public void close() {
        load.close();
        operator.close();
        witness.close();
        Optional.ofNullable(nodes).ifPresent(HollowNodes::close);
        client.close();
    }
}
