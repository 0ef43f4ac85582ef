package dev.mastio.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line client, at one cluster. */
public record Kubectl(String program, Path kubeconfig) {

    /**
     * Runs a command to its end.
     *
     * @return what it said
     * @throws IOException when it fails, with what it said
     */
    public String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0)
            throw new IOException("kubectl %s:%n%s".formatted(String.join(" ", arguments), said.strip()));
        return said.strip();
    }
}
