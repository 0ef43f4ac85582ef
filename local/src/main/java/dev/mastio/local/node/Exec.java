package dev.mastio.local.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a command beside a container, as a probe or hook does; it carries the container's mark and ends with it. */
record Exec(Map<String, String> environment, MountPaths paths, Path directory, String mark) {

    private static final int MAX_OUTPUT = 1024;

    /** Answers what the command said if it failed or did not end in time. */
    Optional<String> run(List<String> command, Duration timeout) {
        File output = null;
        try {
            output = Files.createTempFile(directory, ".exec", "").toFile();
            ProcessBuilder builder = new ProcessBuilder(
                            command.stream().map(paths::rewrite).toList())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output);
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put(Sandbox.VARIABLE, mark);
            Process process = builder.start();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return Optional.of("command %s timed out after %d s".formatted(command, timeout.toSeconds()));
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(said(output, process.exitValue()));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } finally {
            if (output != null && !output.delete()) {
                output.deleteOnExit();
            }
        }
    }

    private static String said(File output, int code) throws IOException {
        byte[] bytes = Files.readAllBytes(output.toPath());
        String text = new String(bytes, 0, Math.min(bytes.length, MAX_OUTPUT), UTF_8).strip();
        return text.isEmpty() ? "command exited with " + code : text;
    }
}
