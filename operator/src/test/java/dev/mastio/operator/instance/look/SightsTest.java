package dev.mastio.operator.instance.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.observe.PodTarget;
import dev.mastio.operator.soak.ObservedRun;
import dev.mastio.operator.soak.ObservedRun.PodFact;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of the cluster as the operator sees them. */
class SightsTest {

    @Test
    void aPodThatCrashesSaysSoWithItsLastWords() {
        Pod pod = pod("""
                containerStatuses:
                - ready: false
                  state: {waiting: {reason: CrashLoopBackOff}}
                  lastState: {terminated: {exitCode: 1, reason: Error, message: "no such database\\nat x"}}
                """);

        assertThat(PodTrouble.of(List.of(pod)))
                .contains("a pod says CrashLoopBackOff, exit code 1 (Error): no such database");
    }

    @Test
    void reportsAreNotKeptAndTheRestOfAConfigMapIs() {
        ConfigMap full = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("demo-soak-report")
                .withResourceVersion("7")
                .endMetadata()
                .withData(Map.of("setting", "value"))
                .withBinaryData(Map.of("run.json.gz", "AAAA"))
                .build();

        ConfigMap kept = ReportlessConfigMap.of(full);

        assertThat(kept.getBinaryData()).isNullOrEmpty();
        assertThat(kept.getData()).isEqualTo(full.getData());
        assertThat(kept.getMetadata()).isEqualTo(full.getMetadata());
        assertThat(full.getBinaryData()).hasSize(1);
    }

    @Test
    void aPodThatNoNodeTakesSaysWhy() {
        Pod pod = pod("""
                conditions:
                - {type: PodScheduled, status: "False", message: "0/1 nodes are available: 1 Insufficient cpu."}
                """);

        assertThat(PodTrouble.of(List.of(pod)))
                .contains("no node takes a pod: 0/1 nodes are available: 1 Insufficient cpu.");
    }

    @Test
    void aPodThatIsBeingMadeOrIsReadyIsNoTrouble() {
        Pod creating = pod("""
                containerStatuses:
                - ready: false
                  state: {waiting: {reason: ContainerCreating}}
                """);
        Pod ready = pod("""
                containerStatuses:
                - ready: true
                  state: {running: {}}
                """);

        assertThat(PodTrouble.of(List.of(creating, ready))).isEmpty();
    }

    @Test
    void podsThatRunAndDoNotServeCanBeAsked() {
        Pod unready = pod("podIP: 10.0.0.1\nconditions: [{type: Ready, status: 'False'}]");
        Pod ready = pod("podIP: 10.0.0.2\nconditions: [{type: Ready, status: 'True'}]");
        Pod starting = pod("phase: Pending");

        List<PodTarget> targets = Targets.of(List.of(unready, ready, starting));

        assertThat(targets).hasSize(3);
        assertThat(Targets.unready(targets)).extracting(PodTarget::address).containsExactly("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Succeeded"})
    void aPodThatHasEndedIsNotAskedAtAnAddressThatMayBeAnothersByNow(String phase) {
        Pod ended = pod("podIP: 10.0.0.1\nphase: %s\nconditions: [{type: Ready, status: 'False'}]".formatted(phase));

        assertThat(Targets.of(List.of(ended))).isEmpty();
    }

    @Test
    void aUsersSecretIsKnownByDigestsOnly() {
        Secret secret = Serialization.unmarshal("""
                apiVersion: v1
                kind: Secret
                metadata: {name: db, namespace: default, resourceVersion: "7", annotations: {note: pass-word}}
                data: {password: cGFzcy13b3Jk}
                """, Secret.class);

        Secret known = FingerprintedSecret.of(secret);

        assertThat(known.getData()).containsOnlyKeys("password");
        assertThat(Serialization.asYaml(known)).doesNotContain("cGFzcy13b3Jk", "pass-word");
        assertThat(known.getMetadata().getResourceVersion()).isEqualTo("7");
    }

    @Test
    void aFinishedJobIsARunWithTheLastWordsOfItsNewestPod() {
        Job job = Serialization.unmarshal("""
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: demo-soak-29401
                  uid: job
                  creationTimestamp: 2026-01-01T00:00:00Z
                  annotations: {batch.kubernetes.io/cronjob-scheduled-timestamp: "2026-01-01T01:00:00+01:00"}
                status:
                  conditions:
                  - {type: Complete, status: "True", lastTransitionTime: 2026-01-01T02:00:00Z, reason: CompletionsReached}
                """, Job.class);

        List<ObservedRun> runs = SoakRuns.of(
                List.of(job),
                List.of(
                        words("job", "2026-01-01T00:00:00Z", "old"),
                        words("job", "2026-01-01T01:00:00Z", "new"),
                        words("another", "2026-01-01T01:30:00Z", "of another Job of that name")));

        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.scheduledFor()).contains(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(run.end().orElseThrow().at()).isEqualTo(Instant.parse("2026-01-01T02:00:00Z"));
            assertThat(run.termination().orElseThrow().message()).isEqualTo("new");
        });
    }

    @Test
    void thatACacheHasNoPodDoesNotMeanThatThereIsNone() {
        Job job = job("demo-soak-29401", "job");

        assertThat(SoakRuns.of(List.of(job), List.of()))
                .singleElement()
                .extracting(ObservedRun::pod)
                .isEqualTo(PodFact.UNKNOWN);
        assertThat(SoakRuns.certain(List.of(job), List.of()))
                .singleElement()
                .extracting(ObservedRun::pod)
                .isEqualTo(PodFact.GONE);
    }

    @Test
    void aPodThatIsThereIsNotGoneAlthoughItHasNotEnded() {
        Job job = job("demo-soak-29401", "job");
        Pod stuck = words("job", "2026-01-01T00:00:00Z", "");
        stuck.getStatus().setContainerStatuses(List.of());

        assertThat(SoakRuns.certain(List.of(job), List.of(stuck)))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.pod()).isEqualTo(PodFact.THERE);
                    assertThat(run.termination()).isEmpty();
                });
    }

    @Test
    void aPodThatANodeRefusedHasEndedWithoutAWord() {
        Job job = job("demo-soak-29401", "job");
        Pod refused = words("job", "2026-01-01T00:00:00Z", "");
        refused.getStatus().setContainerStatuses(List.of());
        refused.getStatus().setPhase("Failed");
        refused.getStatus().setReason("NodeAffinity");

        assertThat(SoakRuns.of(List.of(job), List.of(refused)))
                .singleElement()
                .satisfies(run ->
                        assertThat(run.termination()).contains(new ObservedRun.Termination("", "NodeAffinity", -1)));
    }

    @Test
    void aScheduleIsAsOldAsItsLastChangeAndNotAsItsLastRun() {
        CronJob cronJob = Serialization.unmarshal("""
                apiVersion: batch/v1
                kind: CronJob
                metadata:
                  name: demo-soak
                  creationTimestamp: 2026-01-01T00:00:00Z
                  managedFields:
                  - {manager: mastio-operator, operation: Apply, time: 2026-01-02T00:00:00Z}
                  - {manager: controller, operation: Update, subresource: status, time: 2026-01-03T00:00:00Z}
                spec: {suspend: true, schedule: "@daily"}
                """, CronJob.class);

        assertThat(SoakRuns.schedule(cronJob).since()).isEqualTo(Instant.parse("2026-01-02T00:00:00Z"));
        assertThat(SoakRuns.schedule(cronJob).suspended()).isTrue();
    }

    private static Pod pod(String status) {
        return Serialization.unmarshal(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: demo-1, uid: u}\nstatus:\n" + status.indent(2), Pod.class);
    }

    private static Job job(String name, String uid) {
        return Serialization.unmarshal("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s, uid: %s, creationTimestamp: 2026-01-01T00:00:00Z}
                """.formatted(name, uid), Job.class);
    }

    private static Pod words(String job, String created, String message) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: demo-soak-29401-x
                  creationTimestamp: %s
                  labels: {batch.kubernetes.io/job-name: demo-soak-29401}
                  ownerReferences: [{apiVersion: batch/v1, kind: Job, name: demo-soak-29401, uid: %s}]
                status:
                  containerStatuses:
                  - state: {terminated: {exitCode: 0, reason: Completed, message: %s}}
                """.formatted(created, job, message), Pod.class);
    }
}
