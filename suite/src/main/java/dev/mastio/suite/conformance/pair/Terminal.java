package dev.mastio.suite.conformance.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.suite.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code kubectl} at one server.
 *
 * @param home where it keeps what it has learned of its server
 */
record Terminal(Path kubectl, Path kubeconfig, Path home) {

    private static final int PATIENCE_SECONDS = 120;

    ObjectNode run(List<String> arguments, String input) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        Path in = home.resolve("in");
        Files.writeString(in, input);
        List<String> command = new ArrayList<>(List.of(kubectl.toString(), "--kubeconfig", kubeconfig.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                throw new IOException(
                        "kubectl %s did not end in %d s".formatted(String.join(" ", arguments), PATIENCE_SECONDS));
        } finally {
            Processes.mustEnd(process.destroyForcibly(), Duration.ZERO);
        }
        ObjectNode reply = Trees.object().put("exit", process.exitValue());
        reply.set("out", lines(out));
        reply.set("err", lines(err));
        return reply;
    }

    /** As JSON where it is an object, else line by line, so that a difference has a place. */
    private static JsonNode lines(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (text.startsWith("{") && Trees.parse(text).isObject()) return Trees.parse(text);
        ArrayNode lines = Trees.array();
        text.lines().forEach(lines::add);
        return lines;
    }
}
