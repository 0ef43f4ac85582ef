package dev.mastio.local.controllers;

import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps a Deployment's ReplicaSets: one for each version of its template, the newest taking over from the others. */
final class Deployments implements Controller {

    private final Mirrors mirrors;
    private final Recorder events;
    private final Clock clock;
    private final Loop loop = new Loop("deployments", 2, this::reconcile);

    Deployments(Mirrors mirrors, Recorder events, Clock clock) {
        this.mirrors = mirrors;
        this.events = events;
        this.clock = clock;
        Triggers.onEach(mirrors.deployments(), loop);
        Triggers.onOwned(mirrors.replicaSets(), "Deployment", loop);
        // Recreate waits for the last old pod to go, which no ReplicaSet reports.
        mirrors.pods().onChange((old, now) -> {
            if (now == null && old != null) {
                wakeDeploymentOf(old);
            }
        });
    }

    private void wakeDeploymentOf(Pod pod) {
        var owner = PodFacts.controller(pod);
        ReplicaSet set = owner == null
                ? null
                : mirrors.replicaSets().get(Key.of(pod.getMetadata().getNamespace(), owner.getName()));
        var deployment = set == null ? null : PodFacts.controller(set);
        if (deployment != null) {
            loop.add(Key.of(pod.getMetadata().getNamespace(), deployment.getName()));
        }
    }

    private Optional<Duration> reconcile(Key key) {
        Deployment deployment = mirrors.deployments().get(key);
        if (deployment == null || PodFacts.isLeaving(deployment)) {
            return Optional.empty();
        }
        List<ReplicaSet> sets = new ArrayList<>(
                mirrors.replicaSets().ownedBy(deployment.getMetadata().getUid()));
        sets.sort(Comparator.comparing(set -> set.getMetadata().getCreationTimestamp()));
        boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
        Optional<ReplicaSet> found = Revisions.current(deployment, sets);
        if (found.isEmpty() && paused) {
            return Optional.empty();
        }
        List<ReplicaSet> old =
                sets.stream().filter(set -> found.filter(set::equals).isEmpty()).toList();
        Deployment numbered = number(deployment, Revisions.next(found, old));
        ReplicaSet current = current(numbered, found);
        if (paused) {
            resize(numbered, current, old.isEmpty() ? numbered.getSpec().getReplicas() : replicas(current));
        } else if ("Recreate".equals(numbered.getSpec().getStrategy().getType())) {
            recreate(numbered, current, old);
        } else {
            roll(numbered, current, old);
        }
        Revisions.outdated(numbered, old).forEach(mirrors.replicaSets()::delete);
        return report(numbered, current);
    }

    private Deployment number(Deployment deployment, long revision) {
        return Revisions.of(deployment) == revision
                ? deployment
                : mirrors.deployments()
                        .update(new DeploymentBuilder(deployment)
                                .editMetadata()
                                .addToAnnotations(Revisions.REVISION, Long.toString(revision))
                                .endMetadata()
                                .build());
    }

    private ReplicaSet current(Deployment deployment, Optional<ReplicaSet> found) {
        long revision = Revisions.of(deployment);
        if (found.isEmpty()) {
            return mirrors.replicaSets().create(Revisions.create(deployment, revision));
        }
        ReplicaSet set = found.get();
        return Revisions.of(set) == revision
                ? set
                : mirrors.replicaSets()
                        .update(new ReplicaSetBuilder(set)
                                .editMetadata()
                                .addToAnnotations(Revisions.REVISION, Long.toString(revision))
                                .endMetadata()
                                .build());
    }

    private void roll(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {
        Rollout.of(deployment)
                .next(sized(current), old.stream().map(Deployments::sized).toList())
                .forEach(order -> resize(deployment, order));
    }

    private void resize(Deployment deployment, Rollout.Scale order) {
        Key key = Key.of(deployment.getMetadata().getNamespace(), order.name());
        ReplicaSet set = mirrors.replicaSets().get(key);
        if (set != null) {
            resize(deployment, set, order.replicas());
        }
    }

    private void recreate(Deployment deployment, ReplicaSet current, List<ReplicaSet> old) {
        old.forEach(set -> resize(deployment, set, 0));
        boolean gone = old.stream()
                .flatMap(set -> mirrors.pods().ownedBy(set.getMetadata().getUid()).stream())
                .allMatch(PodFacts::hasEnded);
        if (gone) {
            resize(deployment, current, deployment.getSpec().getReplicas());
        }
    }

    private void resize(Deployment deployment, ReplicaSet set, int replicas) {
        int before = replicas(set);
        if (before == replicas) {
            return;
        }
        mirrors.replicaSets()
                .update(new ReplicaSetBuilder(set)
                        .editSpec()
                        .withReplicas(replicas)
                        .endSpec()
                        .build());
        events.normal(
                deployment,
                "ScalingReplicaSet",
                "Scaled %s replica set %s from %d to %d"
                        .formatted(
                                replicas > before ? "up" : "down",
                                set.getMetadata().getName(),
                                before,
                                replicas));
    }

    private Optional<Duration> report(Deployment deployment, ReplicaSet current) {
        List<ReplicaSet> sets =
                mirrors.replicaSets().ownedBy(deployment.getMetadata().getUid());
        ReplicaSet newest = sets.stream()
                .filter(set ->
                        set.getMetadata().getUid().equals(current.getMetadata().getUid()))
                .findFirst()
                .orElse(current);
        DeploymentProgress progress = new DeploymentProgress(deployment, newest, sets, clock.instant());
        DeploymentStatus status = progress.status();
        mirrors.deployments()
                .updateStatus(
                        new DeploymentBuilder(deployment).withStatus(status).build());
        return progress.deadline(status);
    }

    private static Rollout.Sized sized(ReplicaSet set) {
        return new Rollout.Sized(
                set.getMetadata().getName(),
                replicas(set),
                Revisions.count(set, ReplicaSetStatus::getAvailableReplicas));
    }

    private static int replicas(ReplicaSet set) {
        return set.getSpec().getReplicas();
    }

    @Override
    public void close() {
        loop.close();
    }
}
