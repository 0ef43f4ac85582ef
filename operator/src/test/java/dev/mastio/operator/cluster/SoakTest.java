package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.operator.soak.RunToken;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Soaks on demand: started once, judged by what the run says. */
class SoakTest {

    private static final String TOKEN = "mastio.dev/run-soak";

    private Scene scene;

    @BeforeEach
    void openWithASchedule() {
        scene = Scene.open();
        scene.ready(DEMO, """
                hardwareClass: standard-8
                soak:
                  schedule: "@yearly"
                """);
        scene.eventually(
                () -> assertThat(scene.find(CronJob.class, "demo-soak")).isPresent());
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aTokenStartsOneRunWhoseVerdictIsReported() {
        scene.annotate(DEMO, TOKEN, "release-7");

        scene.eventually(() -> assertThat(jobs()).hasSize(1));
        Job job = jobs().getFirst();
        assertThat(job.getMetadata().getName()).startsWith("demo-soak-release-7-");
        assertThat(suspended()).isTrue();
        scene.eventually(() -> assertThat(soak().handledToken()).isEqualTo("release-7"));
        assertThat(scene.events("SoakStarted")).hasSize(1);

        end(job, """
                {"run":"%s","verdict":"Passed","reason":"WithinLimits","message":"all limits held","requests":1000,"idleSeconds":10}""".formatted(job.getMetadata().getName()));

        scene.eventually(() -> assertThat(soak().lastVerdict()).isEqualTo(Verdict.Passed));
        SoakRun run = soak().runs().getFirst();
        assertThat(run.name()).isEqualTo(job.getMetadata().getName());
        assertThat(run.requests()).isEqualTo(1000);
        assertThat(run.idleSeconds()).isEqualTo(10);
        assertThat(scene.condition(DEMO, "SoakHealthy").getReason()).isEqualTo("SoakPassed");
        scene.eventually(() -> assertThat(scene.events("SoakPassed")).hasSize(1));
        scene.eventually(() ->
                assertThat(scene.metric("mastio_operator_soak_verdicts_total")).isEqualTo(1));
        scene.eventually(() -> assertThat(suspended()).isFalse());
    }

    @Test
    void aVerdictIsCountedOnceHoweverOftenTheStatusCantBeWritten() {
        scene.stopOperator();
        try (FaultyApi api = scene.cluster().faulty()) {
            scene.startOperatorBehind(api);
            scene.annotate(DEMO, TOKEN, "1");
            scene.eventually(() -> assertThat(soak().handledToken()).isEqualTo("1"));
            api.refuse(403, (method, path) -> path.endsWith("/mastioinstances/demo/status"));

            end(jobs().getFirst(), "");

            scene.eventually(() -> assertThat(api.refusals()).isGreaterThan(4));
            assertThat(scene.metric("mastio_operator_soak_verdicts_total")).isZero();
            api.refuseNothing();
            scene.eventually(() -> assertThat(soak().lastVerdict()).isEqualTo(Verdict.Error));
            scene.eventually(() -> assertThat(scene.metric("mastio_operator_soak_verdicts_total"))
                    .isEqualTo(1));
            scene.eventually(() -> assertThat(scene.events("SoakError"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getCount()).isEqualTo(1)));
            scene.stopOperator();
        }
    }

    @Test
    void aVerdictIsToldOnceAlsoWhereNoSoakWasDeclaredInBetween() {
        scene.annotate(DEMO, TOKEN, "1");
        scene.eventually(() -> assertThat(jobs()).hasSize(1));
        Job job = jobs().getFirst();
        end(job, """
                {"run":"%s","verdict":"Passed","reason":"WithinLimits","message":"all limits held"}""".formatted(job.getMetadata().getName()));
        scene.eventually(() ->
                assertThat(scene.metric("mastio_operator_soak_verdicts_total")).isEqualTo(1));
        scene.change(DEMO, "{\"soak\": null}");
        scene.eventually(() -> assertThat(soak().nextScheduleTime()).isNull());

        scene.change(DEMO, "{\"soak\": {\"schedule\": \"@yearly\"}}");

        scene.eventually(() -> assertThat(soak().nextScheduleTime()).isNotNull());
        scene.settle();
        assertThat(soak().runs()).hasSize(1);
        assertThat(scene.condition(DEMO, "SoakHealthy").getReason()).isEqualTo("SoakPassed");
        assertThat(scene.metric("mastio_operator_soak_verdicts_total")).isEqualTo(1);
        assertThat(scene.events("SoakPassed"))
                .singleElement()
                .satisfies(event -> assertThat(event.getCount()).isEqualTo(1));
    }

    /** The pod is there and not in the operator's cache, as while a watch of pods is behind that of Jobs. */
    @Test
    void aVerdictThatTheWatchDoesNotBringIsAskedFor() {
        scene.annotate(DEMO, TOKEN, "1");
        scene.eventually(() -> assertThat(jobs()).hasSize(1));
        Job job = jobs().getFirst();
        Instant longAgo = Instant.now().minusSeconds(40).truncatedTo(ChronoUnit.SECONDS);
        Pod unseen = new PodBuilder(pod(job))
                .editMetadata()
                .removeFromLabels("app.kubernetes.io/managed-by")
                .endMetadata()
                .build();

        speak(unseen, """
                {"run":"%s","verdict":"Passed","reason":"WithinLimits","message":"all limits held"}""".formatted(job.getMetadata().getName()), longAgo);
        end(job, longAgo);

        scene.eventually(() -> assertThat(soak().lastVerdict()).isEqualTo(Verdict.Passed));
        assertThat(scene.events("SoakError")).isEmpty();
    }

    @Test
    void aRunWhosePodIsGoneIsLost() {
        scene.annotate(DEMO, TOKEN, "1");
        scene.eventually(() -> assertThat(jobs()).hasSize(1));

        end(jobs().getFirst(), Instant.now().minusSeconds(40).truncatedTo(ChronoUnit.SECONDS));

        scene.eventually(() -> assertThat(soak().runs())
                .singleElement()
                .extracting(SoakRun::reason)
                .isEqualTo("PodLost"));
    }

    @Test
    void anEndedJobWithoutAVerdictIsAnError() {
        scene.annotate(DEMO, TOKEN, "1");
        scene.eventually(() -> assertThat(jobs()).hasSize(1));

        end(jobs().getFirst(), "");

        scene.eventually(() -> assertThat(soak().lastVerdict()).isEqualTo(Verdict.Error));
        scene.eventually(() -> assertThat(scene.events("SoakError")).hasSize(1));
    }

    @Test
    void aHandledTokenStartsNothingEvenWhenItsJobIsGone() {
        scene.annotate(DEMO, TOKEN, "1");
        scene.eventually(() -> assertThat(soak().handledToken()).isEqualTo("1"));

        scene.delete(Job.class, jobs().getFirst().getMetadata().getName());
        scene.settle();
        scene.lookAgain();

        assertThat(jobs()).isEmpty();
    }

    @Test
    void aHandledTokenIsRememberedWhileThereAreNoSoaks() {
        scene.annotate(DEMO, TOKEN, "1");
        scene.eventually(() -> assertThat(soak().handledToken()).isEqualTo("1"));
        scene.change(DEMO, "{\"soak\": null}");
        scene.eventually(
                () -> assertThat(scene.find(CronJob.class, "demo-soak")).isEmpty());
        scene.delete(Job.class, jobs().getFirst().getMetadata().getName());
        scene.eventually(() -> assertThat(soak().nextScheduleTime()).isNull());
        assertThat(scene.status(DEMO).conditions())
                .noneMatch(condition -> condition.getType().equals("SoakHealthy"));

        scene.change(DEMO, "{\"soak\": {\"schedule\": \"@yearly\"}}");

        scene.eventually(() -> assertThat(soak().nextScheduleTime()).isNotNull());
        scene.settle();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void aTokenWithoutASoakIsToldOnceAndStartsTheRunOnceASoakIsDeclared() {
        scene.ready("plain");
        scene.annotate("plain", TOKEN, "1");

        scene.eventuallyReason("plain", "SoakHealthy", "SoakNotDeclared");
        scene.lookAgain();
        assertThat(scene.events("SoakNotDeclared"))
                .singleElement()
                .satisfies(event -> assertThat(event.getCount()).isEqualTo(1));
        assertThat(jobs()).isEmpty();

        scene.change("plain", "{\"soak\": {\"schedule\": \"@yearly\"}}");

        scene.eventually(() -> assertThat(jobs()).hasSize(1));
    }

    @Test
    void aRunWhoseOperatorDiedBeforeWritingItDownIsNotStartedTwice() {
        scene.annotate(DEMO, TOKEN, "1");
        scene.eventually(() -> assertThat(jobs()).hasSize(1));
        Job made = jobs().getFirst();
        scene.stopOperator();
        forgetTheToken();

        scene.startOperator();

        scene.eventually(() -> assertThat(soak().handledToken()).isEqualTo("1"));
        scene.settle();
        assertThat(jobs())
                .singleElement()
                .satisfies(job -> assertThat(job.getMetadata().getUid())
                        .isEqualTo(made.getMetadata().getUid()));
    }

    /** As the controller of CronJobs makes it, and one that a CronJob of that name made which is gone. */
    @Test
    void aScheduledRunIsItsCronJobsByUid() {
        CronJob schedule = scene.find(CronJob.class, "demo-soak").orElseThrow();
        Job own = scene.client().resource(scheduled("demo-soak-1", schedule)).create();
        schedule.getMetadata().setUid("11111111-1111-1111-1111-111111111111");
        scene.client().resource(scheduled("demo-soak-2", schedule)).create();

        scene.eventually(() -> assertThat(soak().active()).isEqualTo("demo-soak-1"));

        loseLabelAndGetItBack();
        scene.settle();
        assertThat(soak().runs()).isEmpty();
        end(own, """
                {"run":"demo-soak-1","verdict":"Passed","reason":"WithinLimits","message":"all limits held","requests":1000}""");
        scene.eventually(() -> assertThat(soak().runs())
                .singleElement()
                .extracting(SoakRun::name)
                .isEqualTo("demo-soak-1"));
    }

    private void loseLabelAndGetItBack() {
        scene.client()
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(scene.namespace())
                .withName("demo-soak")
                .edit(cronJob -> new CronJobBuilder(cronJob)
                        .editMetadata()
                        .removeFromLabels("app.kubernetes.io/managed-by")
                        .endMetadata()
                        .build());
        scene.eventually(() -> assertThat(scene.find(CronJob.class, "demo-soak")
                        .orElseThrow()
                        .getMetadata()
                        .getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "mastio-operator"));
    }

    private static Job scheduled(String name, CronJob by) {
        return new JobBuilder()
                .withMetadata(by.getSpec().getJobTemplate().getMetadata())
                .editMetadata()
                .withName(name)
                .withNamespace(by.getMetadata().getNamespace())
                .addToAnnotations("batch.kubernetes.io/cronjob-scheduled-timestamp", "2026-01-01T00:00:00Z")
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("CronJob")
                .withName("demo-soak")
                .withUid(by.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withSpec(by.getSpec().getJobTemplate().getSpec())
                .build();
    }

    @Test
    void aTokenWhoseJobNameIsTakenIsToldOf() {
        String name = RunToken.of("release-7").orElseThrow().jobName(DEMO);
        Job other = new JobBuilder(
                        scheduled(name, scene.find(CronJob.class, "demo-soak").orElseThrow()))
                .editMetadata()
                .withLabels(Map.of("app", "another"))
                .withOwnerReferences(List.of())
                .endMetadata()
                .build();
        scene.client().resource(other).create();

        scene.annotate(DEMO, TOKEN, "release-7");

        scene.eventuallyReason(DEMO, "Degraded", "NameTaken");
        assertThat(scene.condition(DEMO, "Degraded").getMessage()).contains("Job " + name);
        scene.delete(Job.class, name);
        scene.eventually(() -> assertThat(soak().handledToken()).isEqualTo("release-7"));
    }

    private SoakStatus soak() {
        SoakStatus soak = scene.status(DEMO).soak();
        if (soak == null) throw new AssertionError("no soak in status yet");
        return soak;
    }

    private boolean suspended() {
        return scene.find(CronJob.class, "demo-soak").orElseThrow().getSpec().getSuspend();
    }

    private List<Job> jobs() {
        return scene.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(scene.namespace())
                .list()
                .getItems();
    }

    /** As if the operator had been killed after the Job was made and before its status was written. */
    private void forgetTheToken() {
        scene.client()
                .resources(MastioInstance.class)
                .inNamespace(scene.namespace())
                .withName(DEMO)
                .editStatus(instance -> {
                    instance.setStatus(null);
                    return instance;
                });
    }

    /** The Job's pod ends with these last words, and the Job with it. */
    private void end(Job job, String words) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        speak(pod(job), words, now);
        end(job, now);
    }

    private Pod pod(Job job) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(job.getMetadata().getName() + "-pod")
                .withNamespace(scene.namespace())
                .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels("batch.kubernetes.io/job-name", job.getMetadata().getName())
                .addNewOwnerReference()
                .withApiVersion(job.getApiVersion())
                .withKind(job.getKind())
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withSpec(job.getSpec().getTemplate().getSpec())
                .build();
    }

    private void speak(Pod pod, String words, Instant at) {
        Pod created = scene.client().resource(pod).create();
        scene.client()
                .resource(new PodBuilder(created)
                        .withNewStatus()
                        .withPhase("Succeeded")
                        .addNewContainerStatus()
                        .withName("soak")
                        .withImage("soak")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(0)
                        .withReason("Completed")
                        .withMessage(words)
                        .withFinishedAt(at.toString())
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private void end(Job job, Instant at) {
        scene.client()
                .resource(new JobBuilder(job)
                        .editMetadata()
                        .withResourceVersion(null)
                        .endMetadata()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Complete")
                        .withStatus("True")
                        .withLastTransitionTime(at.toString())
                        .endCondition()
                        .endStatus()
                        .build())
                .updateStatus();
    }
}
