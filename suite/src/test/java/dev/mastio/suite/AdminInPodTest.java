package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceSpec;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.io.IOException;
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
        RealCluster cluster = namespace.node();
        namespace.create("shop", MastioInstanceSpec.of("laptop"));
        namespace.awaitReady("shop");
        Files.writeString(folder.resolve("password"), "a password for this test\n");
        String pending = documented("admin pending");
        String password = documented("admin password < FILE");

        String applicants = run(pending, cluster, namespace, folder);
        String set = run(password, cluster, namespace, folder);
        String log = run(pending.replaceFirst("pending$", "export"), cluster, namespace, folder);

        assertThat(applicants).isEmpty();
        assertThat(set).isEqualTo("password: set\n");
        assertThat(log).as("rows of the service and of the second command").contains("admin.password_set");
        assertThat(namespace.awaitRunning("shop").getStatus().getContainerStatuses())
                .extracting(ContainerStatus::getRestartCount)
                .containsExactly(0);
    }

    private static String documented(String command) throws IOException {
        List<String> lines = Files.readAllLines(PAGE).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("kubectl exec ") && line.endsWith(" " + command))
                .toList();
        assertThat(lines).as(command).hasSize(1);
        return lines.getFirst();
    }

    /** What it prints. */
    private static String run(String text, RealCluster cluster, TestNamespace namespace, Path folder) throws Exception {
        DocumentedLine line =
                new DocumentedLine(text.replace("INSTANCE", "shop").replace("FILE", "password"));
        Kubectl kubectl = cluster.kubectl();
        Process process = line.by(kubectl.program() + " -n " + namespace.name(), folder, kubectl.kubeconfig())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            process.getOutputStream().close();
            return line.printedBy(process);
        } finally {
            process.destroy();
        }
    }
}
