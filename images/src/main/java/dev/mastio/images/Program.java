package dev.mastio.images;

import com.google.cloud.tools.jib.api.JibContainerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program as the build left it.
 *
 * @param module its module
 * @param mainClass what starts
 * @param ahead jars before the module's own on the class path
 * @param environment set in the image
 */
record Program(String module, String mainClass, List<String> ahead, Map<String, String> environment) {

    static final Program OPERATOR = new Program("operator", "dev.mastio.operator.Main", List.of(), Map.of());
    static final Program PROXY = new Program("proxy", "dev.mastio.proxy.Main", List.of(), Map.of());
    static final Program BENCHMARKS = new Program("benchmarks", "dev.mastio.bench.Main", List.of(), Map.of());

    /** A proxy with a planted leak, which a soak must find. */
    static Program leakyProxy(String leak) {
        return new Program(
                "proxy",
                "dev.mastio.proxy.LeakyProxy",
                List.of("mastio-proxy-tests.jar"),
                Map.of("PLANTED_LEAK", leak));
    }

    /** The jars that it needs beside its own. */
    List<Path> dependencies(Path root) throws IOException {
        Path lib = target(root).resolve("lib");
        if (!Files.isDirectory(lib)) throw new IOException(lib + " is missing: run ./mastio build first");
        return Folders.files(lib);
    }

    /** What the build has unpacked of its jars, lest each start do it. */
    List<Path> nativeLibraries(Path root) throws IOException {
        Path folder = target(root).resolve("native");
        return Files.isDirectory(folder) ? Folders.files(folder) : List.of();
    }

    /** The jars of its module, in the order of the class path. */
    List<Path> jars(Path root) {
        return Stream.concat(ahead.stream(), Stream.of("mastio-" + module + ".jar"))
                .map(target(root)::resolve)
                .toList();
    }

    /** Adds it to a base. */
    JibContainerBuilder addTo(JibContainerBuilder image, Path root) throws IOException {
        List<Path> jars = jars(root);
        environment.forEach(image::addEnvironmentVariable);
        String classPath = String.join(
                        ":",
                        jars.stream().map(jar -> "/app/" + jar.getFileName()).toList()) + ":/app/lib/*";
        return Layers.program(image, dependencies(root), nativeLibraries(root), jars)
                .setEntrypoint("java", "--enable-native-access=ALL-UNNAMED", "-cp", classPath, mainClass);
    }

    private Path target(Path root) {
        return root.resolve(module).resolve("target");
    }
}
