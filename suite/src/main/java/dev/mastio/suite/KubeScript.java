package dev.mastio.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** {@code local/kubernetes/kube}, with one state folder. */
public record KubeScript(Path script, Path state) {

    static KubeScript of(Distribution distribution) {
        return new KubeScript(
                distribution.root().resolve("local/kubernetes/kube"),
                distribution.state().resolve("kubernetes"));
    }

    public Path kubeconfig() {
        return state.resolve("kubeconfig");
    }

    /** Whether a cluster runs in the state folder. */
    boolean isUp() {
        return Files.exists(state.resolve("supervisor"));
    }

    /** Ready to start; what the script says goes to this program's standard error. */
    public ProcessBuilder command(String command, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(script.toString(), command, "--state", state.toString()));
        line.addAll(arguments);
        return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /**
     * Runs a command to its end, and passes on what it says meanwhile.
     *
     * @return what it wrote to standard output
     * @throws IOException when it fails, with what it said
     */
    public String run(String command, String... arguments) throws IOException, InterruptedException {
        Process process = command(command, List.of(arguments))
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .start();
        process.getOutputStream().close();
        CompletableFuture<String> said = CompletableFuture.supplyAsync(
                () -> process.errorReader().lines().peek(System.err::println).collect(Collectors.joining("\n")));
        String result = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException("kube %s failed: %s".formatted(command, said.join()));
        said.join();
        return result.strip();
    }

    /** A setting that the cluster chose when it started, such as the name of its control group. */
    public String setting(String name) throws IOException {
        for (String line : Files.readAllLines(state.resolve("settings"))) {
            if (line.startsWith(name + "="))
                return line.substring(name.length() + 1).replace("\"", "");
        }
        throw new IOException("the cluster in %s has no setting %s".formatted(state, name));
    }
}
