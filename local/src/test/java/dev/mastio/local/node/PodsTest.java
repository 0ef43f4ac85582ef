package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.local.ClusterExtension;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PodsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension
    private final ClusterExtension cluster = new ClusterExtension();

    @Test
    void runsAPodOnAnAddressOfItsOwnAndSaysSo() {
        pod("""
              - name: main
                image: shell
                args: ["sleep 600"]
            """);

        Pod pod = until(running -> isReady(running));

        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        assertThat(pod.getStatus().getPodIP()).startsWith("127.");
        assertThat(container(pod).getState().getRunning().getStartedAt()).isNotEmpty();
        assertThat(pod.getSpec().getNodeName()).isEqualTo("local");
    }

    @Test
    void givesAContainerItsVariablesVolumesAndAddress() {
        cluster.apply("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: blue, size: "3"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: keys}
            stringData: {password: s3cret}
            """);
        pod("""
              - name: main
                image: shell
                args: ["echo $COLOUR $SET_size $PASSWORD $NAME $LIMIT $GREETING $(cat /etc/settings/colour) $(cat /etc/keys/pw) $(cat /etc/me/labels); echo $DIR > /work/x; cat /work/x"]
                resources: {limits: {memory: 64Mi}}
                env:
                - {name: COLOUR, valueFrom: {configMapKeyRef: {name: settings, key: colour}}}
                - {name: PASSWORD, valueFrom: {secretKeyRef: {name: keys, key: password}}}
                - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                - {name: LIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                - {name: GREETING, value: "hello-$(COLOUR)"}
                - {name: DIR, value: /work}
                envFrom:
                - {prefix: SET_, configMapRef: {name: settings}}
                volumeMounts:
                - {name: settings, mountPath: /etc/settings}
                - {name: keys, mountPath: /etc/keys}
                - {name: me, mountPath: /etc/me}
                - {name: work, mountPath: /work}
              restartPolicy: Never
              volumes:
              - {name: settings, configMap: {name: settings}}
              - {name: keys, secret: {secretName: keys, items: [{key: password, path: pw}]}}
              - {name: me, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
              - {name: work, emptyDir: {}}
            """);

        until(pod -> phase(pod).equals("Succeeded"));

        assertThat(log()).startsWith("blue 3 s3cret pod 64 hello-blue blue s3cret app=\"test\"\n");
        assertThat(log()).endsWith("/work\n");
    }

    @Test
    void waitsForAConfigMapAndStartsWhenItIsThere() {
        pod("""
              - name: main
                image: shell
                args: ["sleep 600"]
                env: [{name: X, valueFrom: {configMapKeyRef: {name: late, key: x}}}]
            """);
        until(pod -> waitingReason(pod).equals("CreateContainerConfigError"));

        cluster.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("late")
                        .endMetadata()
                        .addToData("x", "1")
                        .build())
                .create();

        until(PodsTest::isReady);
    }

    @Test
    void triesAgainToMakeAVolumeThatTheDiskHasRefused() throws IOException {
        pod("""
              - name: main
                image: shell
                args: ["sleep 600"]
                volumeMounts: [{name: work, mountPath: /work}]
              initContainers:
              - name: in-the-way
                image: shell
                # Until it is one: the node may make the folder anew in between.
                args: ["until [ -f ../../volumes/work ]; do rmdir ../../volumes/work; touch ../../volumes/work; done"]
              volumes: [{name: work, emptyDir: {}}]
            """);
        await().atMost(SOON).until(() -> event("FailedMount").isPresent());
        Path inTheWay = PodFolder.of(Node.pods(cluster.data()), pod()).volume("work");
        assertThat(event("FailedMount").orElseThrow().getMessage()).contains("volumes cannot be made", "volumes/work");

        Files.delete(inTheWay);

        until(PodsTest::isReady);
    }

    @Test
    void writesAHostsFileThatTheDiskHasRefusedBeforeTheNextStart() throws IOException {
        Path hosts = cluster.data().resolve("hosts").resolve(cluster.namespace());
        Path inTheWay = Files.createDirectories(hosts.resolve("in-the-way"));
        pod("""
              - name: main
                image: shell
                args: ["sleep 600"]
            """);
        until(waiting -> waitingReason(waiting).equals("CrashLoopBackOff"));

        Files.delete(inTheWay);
        Files.delete(hosts);

        until(PodsTest::isReady);
        assertThat(hosts).isRegularFile();
    }

    @Test
    void runsInitContainersOneAfterTheOtherBeforeTheRest() {
        pod("""
              - name: main
                image: shell
                args: ["cat /work/steps; sleep 600"]
                volumeMounts: [{name: work, mountPath: /work}]
              initContainers:
              - name: first
                image: shell
                args: ["echo first >> /work/steps"]
                volumeMounts: [{name: work, mountPath: /work}]
              - name: second
                image: shell
                args: ["echo second >> /work/steps"]
                volumeMounts: [{name: work, mountPath: /work}]
              volumes: [{name: work, emptyDir: {}}]
            """);

        until(PodsTest::isReady);

        await().atMost(SOON).untilAsserted(() -> assertThat(log()).isEqualTo("first\nsecond\n"));
    }

    @Test
    void startsACrashedContainerAgainAndThenBacksOff() {
        pod("""
              - name: main
                image: shell
                args: ["exit 7"]
            """);

        Pod pod = until(looping -> waitingReason(looping).equals("CrashLoopBackOff"));

        assertThat(container(pod).getRestartCount()).isEqualTo(1);
        assertThat(container(pod).getLastState().getTerminated().getExitCode()).isEqualTo(7);
        assertThat(container(pod).getState().getWaiting().getMessage()).startsWith("back-off 10s");
        await().atMost(SOON).untilAsserted(() -> assertThat(event("BackOff")).isPresent());
    }

    @Test
    void startsAKilledProcessAgain() {
        pod("""
              - name: main
                image: shell
                args: ["sleep 600"]
            """);
        Pod first = until(PodsTest::isReady);

        process(first).destroyForcibly();

        Pod pod = until(again -> isReady(again) && container(again).getRestartCount() == 1);
        assertThat(container(pod).getLastState().getTerminated().getExitCode()).isEqualTo(137);
    }

    @Test
    void saysWhichImageNothingStandsFor() {
        pod("""
              - name: main
                image: example.org/unknown:1
            """);

        Pod pod = until(waiting -> waitingReason(waiting).equals("ErrImageNeverPull"));

        assertThat(container(pod).getState().getWaiting().getMessage())
                .contains("example.org/unknown:1", "programs file");
    }

    @Test
    void refusesWhatItWouldOtherwiseIgnore() {
        pod("""
              - name: main
                image: shell
                args: ["sleep 600"]
                lifecycle: {postStart: {exec: {command: ["true"]}}}
            """);

        Pod pod = until(waiting -> waitingReason(waiting).equals("CreateContainerConfigError"));

        assertThat(container(pod).getState().getWaiting().getMessage()).contains("lifecycle.postStart");
    }

    @Test
    void takesTheTerminationMessageFromItsFile() {
        pod("""
              - name: main
                image: shell
                args: ["echo verdict > /dev/termination-log; exit 3"]
              restartPolicy: Never
            """);

        Pod pod = until(ended -> phase(ended).equals("Failed"));

        ContainerStateTerminated end = container(pod).getState().getTerminated();
        assertThat(end.getMessage()).isEqualTo("verdict\n");
        assertThat(end.getExitCode()).isEqualTo(3);
        assertThat(end.getReason()).isEqualTo("Error");
    }

    @Test
    void takesTheEndOfTheLogAsTerminationMessageWhenAskedTo() {
        pod("""
              - name: main
                image: shell
                args: ["echo it broke; exit 1"]
                terminationMessagePolicy: FallbackToLogsOnError
              restartPolicy: Never
            """);

        Pod pod = until(ended -> phase(ended).equals("Failed"));

        assertThat(container(pod).getState().getTerminated().getMessage()).isEqualTo("it broke\n");
    }

    @Test
    void replacesAContainerWhoseLivenessProbeFails() {
        pod("""
              - name: main
                image: shell
                args: ["touch /work/alive; sleep 600"]
                volumeMounts: [{name: work, mountPath: /work}]
                livenessProbe:
                  exec: {command: [test, -f, /work/alive]}
                  periodSeconds: 1
                  failureThreshold: 1
                  timeoutSeconds: 10
                  initialDelaySeconds: 1
                lifecycle: {preStop: {exec: {command: [touch, /work/hook]}}}
              volumes: [{name: work, emptyDir: {}}]
              terminationGracePeriodSeconds: 1
            """);
        Pod first = until(PodsTest::isReady);
        Path work = PodFolder.of(Node.pods(cluster.data()), first).volume("work");

        // It is ready before its script has got that far.
        await().atMost(SOON).until(() -> work.resolve("alive").toFile().delete());

        until(again -> container(again).getRestartCount() == 1 && isReady(again));
        assertThat(work.resolve("hook")).exists();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(event("Unhealthy"))
                    .get()
                    .satisfies(event -> assertThat(event.getMessage()).startsWith("Liveness probe failed"));
            assertThat(event("Killing")).isPresent();
        });
        // The end of the first one's grace period does not reach the second.
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> container(pod()).getRestartCount() == 1);
    }

    @Test
    void holdsOtherProbesBackUntilTheStartupProbeSucceeds() {
        pod("""
              - name: main
                image: shell
                args: ["sleep 600"]
                volumeMounts: [{name: work, mountPath: /work}]
                startupProbe: {exec: {command: [test, -f, /work/up]}, periodSeconds: 1, failureThreshold: 60}
                livenessProbe: {exec: {command: [test, -f, /work/up]}, periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 10}
              volumes: [{name: work, emptyDir: {}}]
            """);
        Pod starting = until(pod -> container(pod).getState().getRunning() != null);
        await().atMost(SOON)
                .until(() -> event("Unhealthy")
                        .filter(event -> event.getCount() >= 2)
                        .isPresent());
        assertThat(isReady(pod())).isFalse();

        Path work = PodFolder.of(Node.pods(cluster.data()), starting).volume("work");
        createFile(work.resolve("up"));

        Pod up = until(PodsTest::isReady);
        assertThat(container(up).getRestartCount()).isZero();
    }

    @Test
    void killsWhatDoesNotStopWithinItsGracePeriod() {
        pod("""
              - name: main
                image: shell
                args: ["trap '' TERM; echo up; while true; do sleep 1; done"]
              terminationGracePeriodSeconds: 1
            """);
        Pod pod = until(PodsTest::isReady);
        await().atMost(SOON).until(() -> log().equals("up\n"));
        ProcessHandle process = process(pod);

        cluster.client().pods().withName("pod").delete();

        await().atMost(SOON).until(() -> cluster.client().pods().withName("pod").get() == null);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void followsALogUntilTheContainerEnds() throws Exception {
        pod("""
              - name: main
                image: shell
                args: ["echo one; while [ ! -f /work/go ]; do sleep 0.1; done; echo two"]
                volumeMounts: [{name: work, mountPath: /work}]
              restartPolicy: Never
              volumes: [{name: work, emptyDir: {}}]
            """);
        Pod pod = until(PodsTest::isReady);
        try (LogWatch watch = cluster.client().pods().withName("pod").watchLog();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("one");

            createFile(
                    PodFolder.of(Node.pods(cluster.data()), pod).volume("work").resolve("go"));

            assertThat(lines.readLine()).isEqualTo("two");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void onlySaysThatAHollowPodRuns() {
        pod("""
              - name: main
                image: nothing
                args: ["not a command"]
            """);

        Pod pod = until(PodsTest::isReady);

        assertThat(pod.getSpec().getNodeName()).isEqualTo("hollow");
        assertThat(pod.getStatus().getPodIP()).startsWith("127.");
        cluster.client().pods().withName("pod").delete();
        await().atMost(SOON).until(() -> cluster.client().pods().withName("pod").get() == null);
    }

    private void pod(String containers) {
        cluster.apply("""
            apiVersion: v1
            kind: Pod
            metadata: {name: pod, labels: {app: test}}
            spec:
              containers:
            """ + containers);
    }

    private Pod pod() {
        return cluster.client().pods().withName("pod").get();
    }

    private Pod until(Predicate<Pod> state) {
        return await().atMost(SOON)
                .until(this::pod, pod -> !pod.getStatus().getContainerStatuses().isEmpty() && state.test(pod));
    }

    private String log() {
        return cluster.client().pods().withName("pod").getLog();
    }

    private Optional<Event> event(String reason) {
        return cluster.client().v1().events().list().getItems().stream()
                .filter(event -> event.getReason().equals(reason))
                .findFirst();
    }

    private static void createFile(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessHandle process(Pod pod) {
        String id = container(pod).getContainerID().replace("process://", "");
        return ProcessHandle.of(Long.parseLong(id)).orElseThrow();
    }

    private static ContainerStatus container(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst();
    }

    private static String waitingReason(Pod pod) {
        ContainerState state = container(pod).getState();
        return state.getWaiting() == null ? "" : state.getWaiting().getReason();
    }

    private static String phase(Pod pod) {
        return pod.getStatus().getPhase();
    }

    private static boolean isReady(Pod pod) {
        return container(pod).getReady();
    }
}
