package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceSpec;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The {@code kubectl exec} lines of the page on identity, to the letter, in the smallest pod. */
@ExtendWith(ClusterExtension.class)
class AdminInPodTest {

    private static final Path PAGE = Path.of("../docs/identity.md");

    @Test
    void administratorsWorkInThePodOfAnInstance(TestNamespace namespace, @TempDir Path folder) throws Exception {
        Kubectl kubectl = namespace.node().kubectl();
        namespace.create("shop", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("shop");
        Path password = Files.writeString(folder.resolve("password"), "a password for this test\n");
        List<String> documented = Files.readAllLines(PAGE).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("kubectl exec "))
                .toList();
        assertThat(documented)
                .satisfiesExactly(
                        line -> assertThat(line).endsWith(" admin pending"),
                        line -> assertThat(line).endsWith(" admin password < FILE"));
        String pending = documented.getFirst();

        assertThat(run(kubectl, namespace, pending, password)).isEmpty();
        assertThat(run(kubectl, namespace, documented.getLast(), password)).isEqualTo("password: set\n");
        assertThat(run(kubectl, namespace, pending.replaceFirst("pending$", "export"), password))
                .as("its row, written by the second process and read by the third")
                .contains("admin.password_set");

        Pod pod = namespace.awaitRunning("shop");
        assertThat(pod.getStatus().getContainerStatuses())
                .extracting(ContainerStatus::getRestartCount)
                .containsExactly(0);
    }

    /** What it prints. */
    private static String run(Kubectl kubectl, TestNamespace namespace, String line, Path file) throws Exception {
        String command = line.replaceFirst(
                        "^kubectl ",
                        "exec %s --kubeconfig %s -n %s "
                                .formatted(kubectl.program(), kubectl.kubeconfig(), namespace.name()))
                .replace("INSTANCE", "shop")
                .replace("FILE", file.toString());
        Process process = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line).isZero();
        return said;
    }
}
