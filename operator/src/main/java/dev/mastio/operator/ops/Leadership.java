package dev.mastio.operator.ops;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which of several operators acts. */
public final class Leadership {

    /** Name of the Lease. */
    public static final String LEASE = "mastio-operator";

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /**
     * Between two looks at the Lease. Whoever waits for it draws from one to 2.2 times as long, which is much of the time that passes
     * after a clean stop; the SDK's two seconds make that up to 4.4 s.
     */
    private static final Duration RETRY = Duration.ofMillis(500);

    private final String namespace;
    private final String identity;
    private final Runnable onWon;
    private final Runnable onLost;
    private volatile boolean leading;
    private volatile boolean stopping;

    /** @param onLost must end the process: the SDK would go on reconciling next to the new leader */
    public Leadership(String namespace, String identity, Runnable onWon, Runnable onLost) {
        this.namespace = namespace;
        this.identity = identity;
        this.onWon = onWon;
        this.onLost = onLost;
    }

    /** Without an election: always the leader. */
    public static Leadership alone() {
        Leadership alone = new Leadership("", "", () -> {}, () -> {});
        alone.leading = true;
        return alone;
    }

    /** Whether this process acts. */
    public boolean isLeading() {
        return leading;
    }

    /** The SDK's half of the election; empty without one. */
    public Optional<LeaderElectionConfiguration> configuration() {
        return namespace.isEmpty() ? Optional.empty() : Optional.of(election());
    }

    private LeaderElectionConfiguration election() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withRetryPeriod(RETRY)
                .withLeaderCallbacks(new LeaderCallbacks(
                        this::started,
                        this::stopped,
                        // Null where somebody has emptied the Lease: what is thrown here ends the election, without a
                        // word to anybody.
                        leader -> LOG.info("the leader is {}{}", leader, identity.equals(leader) ? ", this one" : "")))
                // With true the SDK calls System.exit inside our shutdown hook when we stop, and the JVM never ends.
                .withExitOnStopLeading(false)
                .build();
    }

    /** Whether the end has begun. */
    public boolean isStopping() {
        return stopping;
    }

    /** From now on, losing the lease is what we want. */
    public void stopping() {
        stopping = true;
    }

    /** Hands the lease over at once; without this a successor waits until it has expired. */
    public void release(KubernetesClient client) {
        if (namespace.isEmpty()) return;
        try {
            Lease lease = client.leases().inNamespace(namespace).withName(LEASE).get();
            if (lease == null || !identity.equals(lease.getSpec().getHolderIdentity())) return;
            lease.getSpec().setHolderIdentity("");
            client.resource(lease).update();
        } catch (KubernetesClientException e) {
            LOG.warn("the lease was not released, a successor waits until it has expired: {}", e.getMessage());
        }
    }

    private void started() {
        leading = true;
        onWon.run();
    }

    private void stopped() {
        boolean led = leading;
        leading = false;
        if (stopping || !led) return;
        LOG.error(
                "the lease is lost: it could not be renewed in time, as when the API server is away, or another operator"
                        + " has it; this one ends, so that it is started again");
        onLost.run();
    }
}
