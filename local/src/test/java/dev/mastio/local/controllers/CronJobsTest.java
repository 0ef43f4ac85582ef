package dev.mastio.local.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.local.ClusterExtension;
import dev.mastio.local.loop.Key;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CronJobsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    private final ClusterExtension cluster = new ClusterExtension();

    @Test
    void startsAJobThatIsNamedAfterItsMinuteAndReportsIt() {
        Instant minute = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);
        cluster.apply("""
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: c}
                spec:
                  schedule: "* * * * *"
                  timeZone: Asia/Tokyo
                  suspend: true
                  jobTemplate:
                    metadata: {labels: {from: template}}
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers: [{name: main, image: shell, args: ["true"]}]
                """);
        // As if the last start was a while ago: the minute that has just passed is due at once.
        // Our write and the controller's may meet; then ours is tried again.
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .untilAsserted(() -> cluster.client()
                        .batch()
                        .v1()
                        .cronjobs()
                        .withName("c")
                        .editStatus(cron -> new CronJobBuilder(cron)
                                .withNewStatus()
                                .withLastScheduleTime(minute.minusSeconds(120).toString())
                                .endStatus()
                                .build()));
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .untilAsserted(() -> cluster.client()
                        .batch()
                        .v1()
                        .cronjobs()
                        .withName("c")
                        .edit(cron -> new CronJobBuilder(cron)
                                .editSpec()
                                .withSuspend(false)
                                .endSpec()
                                .build()));

        List<Job> jobs = await().atMost(SOON)
                .until(() -> cluster.client().batch().v1().jobs().list().getItems(), found -> !found.isEmpty());
        Job job = jobs.getFirst();
        String time = job.getMetadata().getAnnotations().get("batch.kubernetes.io/cronjob-scheduled-timestamp");
        OffsetDateTime scheduled = OffsetDateTime.parse(time);
        assertThat(time).endsWith("+09:00");
        assertThat(scheduled.toInstant()).isBetween(minute, minute.plusSeconds(60));
        assertThat(job.getMetadata().getName()).isEqualTo("c-" + scheduled.toEpochSecond() / 60);
        assertThat(job.getMetadata().getLabels()).containsEntry("from", "template");
        CronJob cron = await().atMost(SOON)
                .until(
                        () -> cluster.client()
                                .batch()
                                .v1()
                                .cronjobs()
                                .withName("c")
                                .get(),
                        done -> done.getStatus().getLastSuccessfulTime() != null);
        assertThat(cron.getStatus().getLastScheduleTime()).isGreaterThanOrEqualTo(minute.toString());
    }

    @Test
    void quartzRingsTheLatestAlarmOfEachObjectOnce() {
        List<Key> rung = new CopyOnWriteArrayList<>();
        Key early = new Key("ns", "early");
        Key cleared = new Key("ns", "cleared");
        Key moved = new Key("other", "early");
        try (Alarms alarms = new Alarms(rung::add)) {
            Instant soon = Instant.now().plusSeconds(3);
            alarms.set(cleared, soon);
            alarms.set(early, soon);
            alarms.set(moved, soon.plusSeconds(3600));
            alarms.set(moved, soon.plusMillis(50));
            alarms.clear(cleared);

            await().atMost(SOON).until(() -> rung.size() >= 2);
        }

        assertThat(rung).containsExactly(early, moved);
    }
}
