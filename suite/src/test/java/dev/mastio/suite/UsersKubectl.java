package dev.mastio.suite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The user's own {@code kubectl}; else the one that was built with Kubernetes. */
final class UsersKubectl {

    private UsersKubectl() {}

    /** Its path; the test is skipped if there is none. */
    static String find() throws IOException, InterruptedException {
        if (answers("kubectl")) return "kubectl";
        Path kube = Path.of("../local/kubernetes/kube").toAbsolutePath().normalize();
        Process path = new ProcessBuilder(kube.toString(), "path", "kubectl").start();
        String built = new String(path.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assumeTrue(answers(built), "no kubectl on PATH, and none built by local/kubernetes/kube");
        return built;
    }

    private static boolean answers(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "version", "--client")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notFound) {
            return false;
        }
    }
}
