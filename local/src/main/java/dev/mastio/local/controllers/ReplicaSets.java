package dev.mastio.local.controllers;

import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps as many pods of a template as asked for. */
final class ReplicaSets implements Controller {

    /** The first to go: pods that no node runs, then those that do not run yet, then not ready ones, then the youngest. */
    static final Comparator<Pod> FIRST_TO_GO = Comparator.<Pod, Boolean>comparing(
                    pod -> pod.getSpec().getNodeName() != null)
            .thenComparing(pod -> PodFacts.phase(pod).equals("Running"))
            .thenComparing(PodFacts::isReady)
            .thenComparing(pod -> pod.getMetadata().getCreationTimestamp(), Comparator.reverseOrder());

    private final Mirrors mirrors;
    private final Recorder events;
    private final Clock clock;
    private final Loop loop = new Loop("replicasets", 4, this::reconcile);

    ReplicaSets(Mirrors mirrors, Recorder events, Clock clock) {
        this.mirrors = mirrors;
        this.events = events;
        this.clock = clock;
        Triggers.onEach(mirrors.replicaSets(), loop);
        Triggers.onOwned(mirrors.pods(), "ReplicaSet", loop);
    }

    private Optional<Duration> reconcile(Key key) {
        ReplicaSet set = mirrors.replicaSets().get(key);
        if (set == null || PodFacts.isLeaving(set)) {
            return Optional.empty();
        }
        List<Pod> active = active(set);
        int surplus = active.size() - set.getSpec().getReplicas();
        for (int i = surplus; i < 0; i++) {
            Pod pod = mirrors.pods().create(pod(set));
            events.normal(
                    set, "SuccessfulCreate", "Created pod: " + pod.getMetadata().getName());
        }
        active.stream().sorted(FIRST_TO_GO).limit(Math.max(0, surplus)).forEach(pod -> {
            mirrors.pods().delete(pod);
            events.normal(
                    set, "SuccessfulDelete", "Deleted pod: " + pod.getMetadata().getName());
        });
        return report(set);
    }

    private List<Pod> active(ReplicaSet set) {
        return mirrors.pods().ownedBy(set.getMetadata().getUid()).stream()
                .filter(PodFacts::isActive)
                .toList();
    }

    private static Pod pod(ReplicaSet set) {
        var template = set.getSpec().getTemplate();
        return new PodBuilder()
                .withNewMetadataLike(template.getMetadata())
                .withGenerateName(set.getMetadata().getName() + "-")
                .withNamespace(set.getMetadata().getNamespace())
                .withOwnerReferences(PodFacts.controlledBy(set))
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private Optional<Duration> report(ReplicaSet set) {
        Instant now = clock.instant();
        Integer wait = set.getSpec().getMinReadySeconds();
        List<Pod> pods = active(set);
        List<Duration> left = pods.stream()
                .flatMap(pod -> PodFacts.untilAvailable(pod, wait, now).stream())
                .toList();
        int available = (int) left.stream().filter(Duration::isZero).count();
        mirrors.replicaSets()
                .updateStatus(new ReplicaSetBuilder(set)
                        .withNewStatus()
                        .withObservedGeneration(set.getMetadata().getGeneration())
                        .withReplicas(pods.size())
                        .withFullyLabeledReplicas(orNull(pods.size()))
                        .withReadyReplicas(orNull(left.size()))
                        .withAvailableReplicas(orNull(available))
                        .endStatus()
                        .build());
        return left.stream().filter(rest -> !rest.isZero()).min(Comparator.naturalOrder());
    }

    private static @Nullable Integer orNull(int count) {
        return count == 0 ? null : count;
    }

    @Override
    public void close() {
        loop.close();
    }
}
