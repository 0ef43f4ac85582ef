package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The kubectl of this machine, talking to one API. */
final class Kubectl {
    private final Path kubeconfig;

    Kubectl(Path kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    /** For {@code @EnabledIf}: tests that need kubectl are skipped where there is none. */
    static boolean isThere() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    record Result(int code, String out, String err) {
        Result succeeded() {
            assertThat(code).as("exit code; standard error: %s", err).isZero();
            return this;
        }

        Result failed() {
            assertThat(code).as("exit code; standard output: %s", out).isNotZero();
            return this;
        }
    }

    Result run(String... arguments) {
        return with("", arguments);
    }

    /** Runs kubectl with {@code input} on its standard input. */
    Result with(String input, String... arguments) {
        try {
            Process process = start(arguments);
            try (var stdin = process.getOutputStream()) {
                // Without this mark, kubectl takes what begins with a brace for JSON.
                stdin.write(("---\n" + input).getBytes(StandardCharsets.UTF_8));
            }
            byte[] out = process.getInputStream().readAllBytes();
            byte[] err = process.getErrorStream().readAllBytes();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Result(
                    process.exitValue(),
                    new String(out, StandardCharsets.UTF_8),
                    new String(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("could not run kubectl", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
        command.add("--cache-dir=" + kubeconfig.resolveSibling("kubectl-cache"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }
}
