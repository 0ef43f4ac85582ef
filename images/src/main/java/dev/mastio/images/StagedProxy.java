package dev.mastio.images;

import com.google.cloud.tools.jib.api.JibContainerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The proxy as it will lie in its image, with an ahead-of-time cache that was trained there. A JVM takes the cache only with jars of
 * the same names, sizes and times, and with the same Java: so it is made with the image's, from files that have the image's times.
 *
 * @param folder which becomes the image's {@code /app}
 */
record StagedProxy(Path folder) {

    private static final String CACHE = "mastio-proxy.aot";

    /** What jib gives to every file of an image. */
    private static final FileTime IN_IMAGES = FileTime.from(Instant.ofEpochSecond(1));

    /** Copies the program to there, and has the suite's program train it. */
    static StagedProxy make(Path root, Path work, Path java) throws IOException, InterruptedException {
        StagedProxy staged = new StagedProxy(work.resolve("proxy"));
        if (staged.isFresh(root, java)) return staged;
        Folders.remove(staged.folder);
        copy(Program.PROXY.jars(root), staged.folder);
        copy(Program.PROXY.dependencies(root), staged.folder.resolve("lib"));
        copy(Program.PROXY.nativeLibraries(root), staged.folder.resolve("native"));
        staged.train(root, work, java);
        return staged;
    }

    /** Adds it to a base. */
    JibContainerBuilder addTo(JibContainerBuilder image) throws IOException {
        return Layers.program(
                        image,
                        Folders.files(folder.resolve("lib")),
                        Folders.files(folder.resolve("native")),
                        Folders.files(folder))
                .setEntrypoint(
                        "java",
                        "-XX:AOTCache=/app/" + CACHE,
                        // A JVM that it does not fit starts without it; what it says of that is no JSON.
                        "-Xlog:aot=off",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        "/app/mastio-proxy.jar",
                        Program.PROXY.mainClass());
    }

    private boolean isFresh(Path root, Path java) throws IOException {
        Path cache = folder.resolve(CACHE);
        if (!Files.exists(cache)) return false;
        FileTime made = Files.getLastModifiedTime(cache);
        List<Path> parts = new ArrayList<>(Program.PROXY.jars(root));
        parts.addAll(Program.PROXY.dependencies(root));
        parts.add(java);
        for (Path part : parts) {
            if (made.compareTo(Files.getLastModifiedTime(part)) <= 0) return false;
        }
        return true;
    }

    private void train(Path root, Path work, Path java) throws IOException, InterruptedException {
        Path suite = root.resolve("suite/target");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dmastio.root=" + root));
        command.addAll(List.of("-cp", suite.resolve("mastio-suite.jar") + ":" + suite.resolve("lib") + "/*"));
        command.addAll(List.of("dev.mastio.suite.Main", "aot-cache"));
        command.addAll(List.of("--java", java.toString(), "--folder", folder.toString()));
        Path log = work.resolve("training.log");
        Process training = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (training.waitFor() != 0) throw new IOException("no AOT cache for the image:\n" + Files.readString(log));
    }

    private static void copy(List<Path> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files) {
            Path copy = Files.copy(file, folder.resolve(file.getFileName()));
            Files.setLastModifiedTime(copy, IN_IMAGES);
        }
    }
}
