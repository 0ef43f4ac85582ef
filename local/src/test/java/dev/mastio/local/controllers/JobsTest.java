package dev.mastio.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.local.ClusterExtension;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    private final ClusterExtension cluster = new ClusterExtension();

    @Test
    void isCompleteWhenItsPodHasSucceeded() {
        job("backoffLimit: 0", "echo done");

        Job job = end("Complete");

        assertThat(job.getStatus().getSucceeded()).isEqualTo(1);
        assertThat(job.getStatus().getActive()).isNull();
        assertThat(job.getStatus().getCompletionTime()).isNotEmpty();
        assertThat(pods())
                .singleElement()
                .satisfies(pod -> assertThat(pod.getMetadata().getLabels())
                        .containsEntry("batch.kubernetes.io/job-name", "j")
                        .containsEntry(
                                "batch.kubernetes.io/controller-uid",
                                job.getMetadata().getUid()));
    }

    @Test
    void failsAtTheFirstFailureWithoutRetries() {
        job("backoffLimit: 0", "exit 2");

        Job job = end("Failed");

        assertThat(condition(job).getReason()).isEqualTo("BackoffLimitExceeded");
        assertThat(job.getStatus().getFailed()).isEqualTo(1);
        assertThat(pods()).hasSize(1);
    }

    @Test
    void endsAtItsDeadlineWithItsPod() {
        job("activeDeadlineSeconds: 1", "exec sleep 600");

        Job job = end("Failed");

        assertThat(condition(job).getReason()).isEqualTo("DeadlineExceeded");
        await().atMost(SOON).until(() -> pods().isEmpty());
    }

    @Test
    void isClearedAwayAfterItsTime() {
        job("ttlSecondsAfterFinished: 1", "true");

        await().atMost(SOON)
                .until(() ->
                        cluster.client().batch().v1().jobs().list().getItems().isEmpty() && pods().isEmpty());
    }

    @Test
    void startsNothingWhileSuspended() {
        job("suspend: true", "true");
        await().atMost(SOON).until(() -> !job().getStatus().getConditions().isEmpty());
        assertThat(condition(job()).getType()).isEqualTo("Suspended");
        assertThat(pods()).isEmpty();

        cluster.client().batch().v1().jobs().withName("j").edit(job -> {
            job.getSpec().setSuspend(false);
            return job;
        });

        end("Complete");
    }

    private void job(String spec, String script) {
        cluster.apply("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: j}
                spec:
                  %s
                  template:
                    spec:
                      restartPolicy: Never
                      terminationGracePeriodSeconds: 1
                      containers:
                      - {name: main, image: shell, args: ["%s"]}
                """.formatted(spec, script));
    }

    private Job end(String type) {
        return await().atMost(SOON)
                .until(
                        this::job,
                        job -> JobPlan.end(job)
                                .filter(end -> end.getType().equals(type))
                                .isPresent());
    }

    private Job job() {
        return cluster.client().batch().v1().jobs().withName("j").get();
    }

    private static JobCondition condition(Job job) {
        return job.getStatus().getConditions().getFirst();
    }

    private List<Pod> pods() {
        return cluster.client().pods().list().getItems();
    }
}
