package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users see with their own {@code kubectl}; {@link DocumentedCommandsTest} runs the documented lines as they stand. */
@ExtendWith(ClusterExtension.class)
class KubectlTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static String kubectl = "kubectl";

    @BeforeAll
    static void kubectlIsThere() throws Exception {
        kubectl = UsersKubectl.find();
    }

    @Test
    void theWayOfTheQuickstartShowsWhatItPromises(TestNamespace namespace) throws Exception {
        assertThat(kubectl(namespace, "get", "mhc")).contains("NAME", "CORES", "FLOOR", "laptop", "server-8");
        assertThat(kubectl(
                        namespace,
                        "apply",
                        "-f",
                        ROOT.resolve("manifests/samples/minimal.yaml").toString()))
                .contains("created");
        assertThat(kubectl(namespace, "wait", "mi/minimal", "--for=condition=Ready", "--timeout=90s"))
                .contains("condition met");
        assertThat(kubectl(namespace, "get", "mi"))
                .contains("CLASS", "READY", "REPLICAS", "DESIRED", "RPS", "FLOOR", "SOAK", "AGE", "minimal");
        assertThat(kubectl(namespace, "describe", "mi", "minimal")).contains("Conditions", "Floor", "Events");
        assertThat(kubectl(namespace, "logs", "deploy/minimal")).contains("{");
        assertThat(kubectl(namespace, "explain", "mi.spec.autoscaling")).contains("upWindowSeconds", "DESCRIPTION");
        assertThat(kubectl(
                        namespace,
                        "diff",
                        "-f",
                        ROOT.resolve("manifests/samples/minimal.yaml").toString()))
                .isEmpty();
        assertThat(kubectl(namespace, "get", "pods", "-l", "app.kubernetes.io/instance=minimal"))
                .contains("1/1", "Running");
        assertThat(kubectl(namespace, "delete", "mi", "minimal")).contains("deleted");
    }

    @Test
    void aRefusalReachesTheUserOfKubectl(TestNamespace namespace) throws Exception {
        Result refused = run(namespace, "apply", "-f", "src/test/resources/instances/invalid/sqlite-replicas.yaml");

        assertThat(refused.code()).isNotZero();
        assertThat(refused.output()).contains("storage.type sqlite allows one replica: set replicas to 1");
    }

    private static String kubectl(TestNamespace namespace, String... arguments) throws Exception {
        Result result = run(namespace, arguments);
        assertThat(result.code())
                .as(String.join(" ", arguments) + "\n" + result.output())
                .isZero();
        return result.output();
    }

    private record Result(int code, String output) {}

    private static Result run(TestNamespace namespace, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                kubectl,
                "--kubeconfig",
                namespace.cluster().cluster().kubeconfig().toString(),
                "-n",
                namespace.name()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }
}
