package dev.mastio.suite;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The {@code kubectl} that MASTIO_KUBECTL names; else the user's own; else the one that was built with Kubernetes. */
final class UsersKubectl {

    private static final String NAMED = "MASTIO_KUBECTL";

    private UsersKubectl() {}

    /** Its path; the test is skipped if there is none. */
    static String find() throws IOException, InterruptedException {
        String named = System.getenv(NAMED);
        if (named != null && !named.isBlank()) {
            if (!answers(named)) throw new IOException("%s is %s, which is no kubectl".formatted(NAMED, named));
            return named;
        }
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
