package dev.mastio.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.local.node.Programs;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("clusters are started again at their addresses, which another could have taken meanwhile")
class LocalClusterTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SHELL = "programs: [{image: shell, command: [/bin/sh, -c]}]";
    private static final String JAVA = "programs: [{image: java, command: ['${java.home}/bin/java']}]";
    private static final String JVM = """
            apiVersion: v1
            kind: Pod
            metadata: {name: db}
            spec:
              restartPolicy: Never
              containers:
              - name: main
                image: java
                args: ["-XshowSettings:properties", "-version"]
                env: [{name: JAVA_TOOL_OPTIONS, value: "-Xmx64m -Djava.io.tmpdir=/tmp"}]
                volumeMounts: [{name: tmp, mountPath: /tmp}]
              volumes: [{name: tmp, emptyDir: {}}]
            """;
    private static final String WORKLOAD = """
            apiVersion: v1
            kind: Service
            metadata: {name: db}
            spec: {selector: {app: db}, ports: [{port: 5432}]}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: db, labels: {app: db}}
            spec:
              containers:
              - name: main
                image: shell
                args: ["echo start >> /data/starts; cat /data/starts; exec sleep 600"]
                volumeMounts: [{name: data, mountPath: /data}]
              volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
            """;

    @TempDir
    private Path directory;

    @Test
    void goesOnWithItsObjectsAddressesAndVolumesAfterARestart() {
        ClusterOptions options =
                ClusterOptions.defaults().withData(directory.resolve("data")).withPrograms(Programs.parse(SHELL));
        String address;
        ProcessHandle process;
        try (LocalCluster cluster = LocalCluster.start(options);
                KubernetesClient client = cluster.newClient()) {
            apply(client);
            process = process(until(client, LocalClusterTest::isReady));
            address = address(client);
        }
        assertThat(process.isAlive()).isFalse();

        try (LocalCluster cluster = LocalCluster.start(options);
                KubernetesClient client = cluster.newClient()) {
            Pod pod = until(client, again -> isReady(again) && restarts(again) == 1);

            assertThat(process(pod).pid()).isNotEqualTo(process.pid());
            assertThat(address(client)).isEqualTo(address);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(client.pods()
                                    .inNamespace("default")
                                    .withName("db")
                                    .getLog())
                            .isEqualTo("start\nstart\n"));
        }
    }

    @Test
    void runsJvmsThoughThePathOfItsDataHasABlank() {
        Path data = directory.resolve("a b");
        ClusterOptions options = ClusterOptions.defaults().withData(data).withPrograms(Programs.parse(JAVA));
        try (LocalCluster cluster = LocalCluster.start(options);
                KubernetesClient client = cluster.newClient()) {
            apply(client, JVM);

            until(client, pod -> pod.getStatus().getPhase().equals("Succeeded"));

            assertThat(client.pods().inNamespace("default").withName("db").getLog())
                    .contains("jdk.net.hosts.file = " + data.resolve("hosts/default"))
                    .containsPattern("java\\.io\\.tmpdir = .*/a b/.*/tmp\n");
        }
    }

    @Test
    void twoClustersLiveBesideEachOther() {
        try (LocalCluster one = LocalCluster.start(ClusterOptions.defaults());
                LocalCluster two = LocalCluster.start(ClusterOptions.defaults());
                KubernetesClient ofOne = one.newClient();
                KubernetesClient ofTwo = two.newClient()) {
            apply(ofOne);
            apply(ofTwo);

            assertThat(address(ofOne)).isNotEqualTo(address(ofTwo));
        }
    }

    @Test
    void upRunsUntilItIsToldToStopAndLeavesNothingBehind() throws Exception {
        Path kubeconfig = directory.resolve("kubeconfig");
        Path programs = Files.writeString(directory.resolve("programs.yaml"), SHELL);
        Path temporary = directory.resolve("tmp");
        Process up = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + Files.createDirectory(temporary),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocalMain.class.getName(),
                        "up",
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "--programs",
                        programs.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ProcessHandle process;
        try (BufferedReader said = up.inputReader()) {
            assertThat(List.of(said.readLine(), said.readLine())).containsExactly("kubeconfig " + kubeconfig, "ready");
            try (KubernetesClient client = new KubernetesClientBuilder()
                    .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                    .build()) {
                apply(client);
                process = process(until(client, LocalClusterTest::isReady));
            }

            up.destroy();

            assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.isAlive()).isFalse();
            assertThat(temporary).isEmptyDirectory();
        } finally {
            up.destroyForcibly();
        }
    }

    @Test
    void saysInASentenceThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process up = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LocalMain.class.getName(),
                            "up",
                            "--port",
                            Integer.toString(taken.getLocalPort()),
                            "--kubeconfig",
                            directory.resolve("kubeconfig").toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(up.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(up.exitValue()).isEqualTo(1);
            assertThat(said)
                    .contains("the cluster does not start: cannot listen on 127.0.0.1 port " + taken.getLocalPort()
                            + ": Address already in use")
                    .doesNotContain("\tat ");
        }
    }

    private static void apply(KubernetesClient client) {
        apply(client, WORKLOAD);
    }

    private static void apply(KubernetesClient client, String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace("default")
                .create();
    }

    private static Pod until(KubernetesClient client, Predicate<Pod> state) {
        return await().atMost(SOON)
                .until(
                        () -> client.pods()
                                .inNamespace("default")
                                .withName("db")
                                .get(),
                        pod -> !pod.getStatus().getContainerStatuses().isEmpty() && state.test(pod));
    }

    private static String address(KubernetesClient client) {
        return client.services()
                .inNamespace("default")
                .withName("db")
                .get()
                .getSpec()
                .getClusterIP();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst().getReady();
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
    }

    private static ProcessHandle process(Pod pod) {
        String id = pod.getStatus().getContainerStatuses().getFirst().getContainerID();
        return ProcessHandle.of(Long.parseLong(id.replace("process://", ""))).orElseThrow();
    }
}
