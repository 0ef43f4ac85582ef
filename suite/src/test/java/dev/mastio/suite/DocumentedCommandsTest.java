package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every {@code kubectl} line of README and quickstart, one after the other and to the letter. */
@ExtendWith(ClusterExtension.class)
@ResourceLock(value = "operator", mode = ResourceAccessMode.READ)
class DocumentedCommandsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMENT = Pattern.compile("\\s+#.*$");

    private static String kubectl = "kubectl";

    @BeforeAll
    static void kubectlIsThere() throws Exception {
        kubectl = UsersKubectl.find();
    }

    @Test
    void everyCommandOfTheQuickstartWorks(TestNamespace namespace) throws Exception {
        assumeTrue(
                Backend.fromProperties() != Backend.current,
                "applies the manifests of the operator for the whole cluster, which belongs to somebody");
        List<String> commands = commandsOf("README.md");
        commands.addAll(commandsOf("docs/quickstart.md"));

        for (String command : commands) run(command, namespace);

        assertThat(commands).allSatisfy(command -> assertThat(command).doesNotContainPattern("\\b[A-Z]{4,}\\b|…"));
        assertThat(commands)
                .map(command -> command.replaceFirst("kubectl (-n \\S+ )?", "").replaceFirst(" .*", ""))
                .contains("apply", "get", "describe", "scale", "logs", "wait", "explain", "diff", "delete");
    }

    private static List<String> commandsOf(String page) throws IOException {
        return new ArrayList<>(Files.readAllLines(ROOT.resolve(page)).stream()
                .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
                .filter(line -> line.startsWith("kubectl "))
                .toList());
    }

    private static void run(String command, TestNamespace namespace) throws Exception {
        DocumentedLine line = new DocumentedLine(command);
        Process process = line.by(kubectl, ROOT, namespace.cluster().cluster().kubeconfig())
                .redirectErrorStream(true)
                .start();
        try {
            if (command.endsWith(" -w")) assertShowsTheFirstLine(process);
            else line.printedBy(process);
        } finally {
            process.destroy();
        }
    }

    /** It goes on until somebody has seen enough. */
    private static void assertShowsTheFirstLine(Process process) throws IOException {
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).startsWith("NAME");
            assertThat(said.readLine()).isNotBlank();
        }
    }
}
