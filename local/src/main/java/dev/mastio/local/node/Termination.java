package dev.mastio.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The end of a container as its status tells it. */
final class Termination {

    private static final int MAX_MESSAGE = 4096;
    private static final int MAX_LOG = 2048;
    private static final int MAX_LINES = 80;

    private Termination() {}

    static ContainerState of(int exitCode, String reason, String message, Instant startedAt, Instant now, String id) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage(message.isEmpty() ? null : message)
                .withStartedAt(startedAt.truncatedTo(ChronoUnit.SECONDS).toString())
                .withFinishedAt(now.truncatedTo(ChronoUnit.SECONDS).toString())
                .withContainerID(id)
                .endTerminated()
                .build();
    }

    /** What the container left as its message: its file or, where it asks for that and has failed, the end of its log. */
    static String message(Container container, Path file, Path log, int exitCode) {
        try {
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            if (bytes.length > 0) {
                return new String(bytes, 0, Math.min(bytes.length, MAX_MESSAGE), StandardCharsets.UTF_8);
            }
            return exitCode != 0 && "FallbackToLogsOnError".equals(container.getTerminationMessagePolicy())
                    ? LogReader.tail(log, MAX_LINES, MAX_LOG)
                    : "";
        } catch (IOException e) {
            return "the termination message cannot be read: " + e.getMessage();
        }
    }
}
