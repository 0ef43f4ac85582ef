package dev.mastio.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A second reader of exports, in Python: written from what was noted of the original's format and recorded of its output alone, so that it shares
 * no mistake with the one that this project ships.
 */
final class IndependentVerifier {

    private static final String SCRIPT = "independent_verifier.py";

    /** What it says, and the exit code by which it means it. */
    record Verdict(int exitCode, List<String> lines) {}

    private IndependentVerifier() {}

    /** Leaves the tests out that want it where it cannot run. */
    static void require() throws InterruptedException {
        try {
            if (run(Path.of("."), List.of("--version")).exitCode() == 0) {
                return;
            }
        } catch (IOException e) {
            // told below
        }
        Needed.missing("there is no python3 on PATH: nobody but this project's own verifier reads exports");
    }

    /** In that directory, with those arguments. */
    static Verdict judge(Path directory, String... arguments) throws IOException, InterruptedException {
        Path script = directory.resolve(SCRIPT);
        try (InputStream in = IndependentVerifier.class.getResourceAsStream(SCRIPT)) {
            Files.write(script, in.readAllBytes());
        }
        List<String> words = new ArrayList<>(List.of("-I", SCRIPT));
        words.addAll(List.of(arguments));
        return run(directory, words);
    }

    private static Verdict run(Path directory, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(words);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Verdict(process.waitFor(), output.lines().toList());
    }
}
