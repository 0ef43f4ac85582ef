package dev.mastio.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code local/kubernetes/kube}, with one state folder. */
public record KubeScript(Path script, Path state) {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

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
        StringBuilder said = new StringBuilder();
        StringBuilder result = new StringBuilder();
        // Reads of a process can't be interrupted; waiting for who reads can.
        List<Thread> readers = List.of(
                reader(process.errorReader(), line -> {
                    System.err.println(line);
                    said.append(line).append('\n');
                }),
                reader(process.inputReader(), line -> result.append(line).append('\n')));
        try {
            for (Thread reader : readers) reader.join();
            int code = process.waitFor();
            if (code == 0) return result.toString().strip();
            throw new IOException("kube %s failed with %d: %s".formatted(command, code, said));
        } catch (InterruptedException e) {
            process.destroy();
            Processes.mustEnd(process, ENDS_WITHIN);
            throw e;
        }
    }

    private static Thread reader(BufferedReader from, Consumer<String> lines) {
        return Thread.ofPlatform()
                .daemon()
                .name("kube")
                .start(() -> from.lines().forEach(lines));
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
