package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a program lies, and how it is started with an ahead-of-time cache beside it.
 *
 * @param module its module
 * @param java which runs it
 * @param folder of its jar, of its {@code lib} and of its cache
 * @param classPath as it will be when the cache is used: it must be of the same form
 */
record ProgramFiles(String module, Path java, Path folder, String classPath) {

    /** As the build left it, for this Java. */
    static ProgramFiles built(Distribution distribution, String module) {
        Path folder = distribution.root().resolve(module).resolve("target");
        return new ProgramFiles(
                module,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                folder,
                jar(module, folder) + ":" + folder.resolve("lib") + "/*");
    }

    /** Deletes its cache if that is older than the program: a JVM may take it all the same, and with it the code of then. */
    void dropStaleCache() throws IOException {
        if (Files.exists(cache()) && !AotCache.isFresh(cache(), parts(jar(), libraries())))
            Files.deleteIfExists(cache());
    }

    /** All that a cache is made from. */
    static List<Path> parts(Path jar, Path folderOfLibraries) throws IOException {
        try (Stream<Path> libraries = Files.list(folderOfLibraries)) {
            return Stream.concat(Stream.of(jar), libraries).toList();
        }
    }

    /** In a folder that will be an image's, for the image's Java: the jar names its libraries, in an order that no folder changes. */
    static ProgramFiles inImage(String module, Path java, Path folder) {
        return new ProgramFiles(module, java, folder, jar(module, folder).toString());
    }

    Path jar() {
        return jar(module, folder);
    }

    Path libraries() {
        return folder.resolve("lib");
    }

    Path cache() {
        return folder.resolve("mastio-%s.aot".formatted(module));
    }

    /**
     * What starts it; more arguments may be added.
     *
     * @throws IOException when the module was not built
     */
    List<String> command(List<String> jvmOptions) throws IOException {
        if (!Files.exists(jar())) throw new IOException(jar() + " is missing: run ./mastio build first");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath, "dev.mastio.%s.Main".formatted(module)));
        return command;
    }

    private static Path jar(String module, Path folder) {
        return folder.resolve("mastio-%s.jar".formatted(module));
    }
}
