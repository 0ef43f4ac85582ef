package dev.mastio.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.local.ClusterExtension;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeploymentsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    private final ClusterExtension cluster = new ClusterExtension();

    @Test
    void rollsToANewTemplateWithoutEverServingWithLessThanAllowed() {
        deployment(3, "strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", "one");
        until(DeploymentsTest::isComplete);
        Census census = new Census();

        try (SharedIndexInformer<Pod> watch = cluster.client().pods().inform(census)) {
            assertThat(watch.hasSynced()).isTrue();
            change("two");
            until(DeploymentsTest::isComplete);
        }

        assertThat(census.fewestReady()).isEqualTo(3);
        assertThat(census.mostPods()).isLessThanOrEqualTo(4);
        assertThat(revisions()).containsExactlyInAnyOrder("1", "2");
        assertThat(until(DeploymentsTest::isComplete).getMetadata().getAnnotations())
                .containsEntry("deployment.kubernetes.io/revision", "2");
    }

    @Test
    void recreateEndsTheOldPodsBeforeItStartsNewOnes() {
        deployment(2, "strategy: {type: Recreate}", "one");
        until(DeploymentsTest::isComplete);
        List<String> story = new CopyOnWriteArrayList<>();

        try (SharedIndexInformer<Pod> watch = cluster.client().pods().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                story.add("start");
            }

            @Override
            public void onUpdate(Pod old, Pod pod) {}

            @Override
            public void onDelete(Pod pod, boolean unknown) {
                story.add("end");
            }
        })) {
            assertThat(watch.hasSynced()).isTrue();
            change("two");
            until(DeploymentsTest::isComplete);
            await().atMost(SOON).until(() -> story.size() >= 6);
        }

        assertThat(story).containsExactly("start", "start", "end", "end", "start", "start");
    }

    @Test
    void goesBackToAnEarlierTemplateAsANewRevision() {
        deployment(1, "strategy: {type: Recreate}", "one");
        until(DeploymentsTest::isComplete);
        change("two");
        until(DeploymentsTest::isComplete);

        change("one");
        until(DeploymentsTest::isComplete);

        assertThat(revisions()).containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void saysWhenARolloutDoesNotGetAnywhere() {
        deployment(1, "progressDeadlineSeconds: 1", "one");
        until(DeploymentsTest::isComplete);

        cluster.client().apps().deployments().withName("d").edit(deployment -> {
            deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .setImage("unknown");
            return deployment;
        });

        Deployment late = until(deployment -> condition(deployment, "Progressing")
                .filter(condition -> "ProgressDeadlineExceeded".equals(condition.getReason()))
                .isPresent());
        assertThat(condition(late, "Available"))
                .get()
                .extracting(DeploymentCondition::getStatus)
                .isEqualTo("True");
        assertThat(late.getStatus().getUnavailableReplicas()).isEqualTo(1);
    }

    @Test
    void scalesDownWithoutTouchingThePodsThatStay() {
        deployment(3, "minReadySeconds: 0", "one");
        until(DeploymentsTest::isComplete);
        List<String> before = names();

        cluster.client().apps().deployments().withName("d").scale(1);
        until(DeploymentsTest::isComplete);

        await().atMost(SOON).until(() -> names().size() == 1);
        assertThat(before).containsAll(names());
    }

    private void deployment(int replicas, String strategy, String value) {
        cluster.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d}
                spec:
                  replicas: %d
                  %s
                  selector: {matchLabels: {app: d}}
                  template:
                    metadata: {labels: {app: d}}
                    spec:
                      terminationGracePeriodSeconds: 5
                      containers:
                      - name: main
                        image: shell
                        args: ["exec sleep 600"]
                        env: [{name: VALUE, value: "%s"}]
                        readinessProbe: {exec: {command: ["true"]}, periodSeconds: 1}
                """.formatted(replicas, strategy, value));
    }

    private void change(String value) {
        cluster.client().apps().deployments().withName("d").edit(deployment -> {
            deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getEnv()
                    .getFirst()
                    .setValue(value);
            return deployment;
        });
    }

    private Deployment until(Predicate<Deployment> state) {
        return await().atMost(SOON)
                .until(() -> cluster.client().apps().deployments().withName("d").get(), state);
    }

    private List<String> names() {
        return cluster.client().pods().list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    private List<String> revisions() {
        return cluster.client().apps().replicaSets().list().getItems().stream()
                .map(set -> set.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"))
                .toList();
    }

    private static boolean isComplete(Deployment deployment) {
        var status = deployment.getStatus();
        Integer wanted = deployment.getSpec().getReplicas();
        return status != null
                && deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && wanted.equals(status.getUpdatedReplicas())
                && wanted.equals(status.getReplicas())
                && wanted.equals(status.getAvailableReplicas());
    }

    private static Optional<DeploymentCondition> condition(Deployment deployment, String type) {
        return deployment.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    /** Counts pods with each change: those that are there, and those of them that serve. */
    private static final class Census implements ResourceEventHandler<Pod> {
        private final Map<String, Pod> pods = new ConcurrentHashMap<>();
        private final List<Long> ready = new CopyOnWriteArrayList<>();
        private final List<Long> active = new CopyOnWriteArrayList<>();

        @Override
        public void onAdd(Pod pod) {
            pods.put(pod.getMetadata().getName(), pod);
            count();
        }

        @Override
        public void onUpdate(Pod old, Pod pod) {
            onAdd(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            pods.remove(pod.getMetadata().getName());
            count();
        }

        private void count() {
            active.add(pods.values().stream().filter(PodFacts::isActive).count());
            ready.add(pods.values().stream()
                    .filter(PodFacts::isActive)
                    .filter(PodFacts::isReady)
                    .count());
        }

        long fewestReady() {
            // The first reports come one by one until all that were there are known.
            return ready.stream().skip(2).mapToLong(Long::longValue).min().orElse(0);
        }

        long mostPods() {
            return active.stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }
}
