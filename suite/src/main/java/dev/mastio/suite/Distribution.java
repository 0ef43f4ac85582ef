package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The product as the build left it: programs under {@code MODULE/target}, manifests, and a place for what a run leaves behind.
 *
 * @param root the checkout
 * @param state where clusters keep data, kubeconfig and logs
 */
public record Distribution(Path root, Path state) {

    /** As told by {@code ./mastio} in the system properties {@code mastio.root} and {@code mastio.state}. */
    public static Distribution fromProperties() {
        Path root = Path.of(System.getProperty("mastio.root", ".."))
                .toAbsolutePath()
                .normalize();
        Path state = Path.of(System.getProperty("mastio.state", root + "/target/cluster"));
        return new Distribution(root, state.toAbsolutePath());
    }

    public Path manifests() {
        return root.resolve("manifests");
    }

    /** The same programs with another place for their state. */
    public Distribution withState(Path other) {
        return new Distribution(root, other);
    }

    /**
     * The command that starts a module's program.
     *
     * @throws IOException when the module was not built
     */
    public List<String> program(String module, String mainClass, List<String> jvmOptions, List<String> arguments)
            throws IOException {
        Path target = root.resolve(module).resolve("target");
        Path jar = target.resolve("mastio-" + module + ".jar");
        if (!Files.exists(jar)) {
            throw new IOException("%s is missing: run ./mastio build first".formatted(root.relativize(jar)));
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED", "-cp", jar + ":" + target.resolve("lib") + "/*", mainClass));
        command.addAll(arguments);
        return command;
    }
}
