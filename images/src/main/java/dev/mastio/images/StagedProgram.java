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
 * A program as it will lie in its image, with an ahead-of-time cache that was trained there. A JVM takes the cache only with jars of
 * the same names, sizes and times, and with the same Java: so it is made with the image's, from files that have the image's times.
 *
 * @param program one that the suite knows how to train
 * @param folder which becomes the image's {@code /app}
 */
record StagedProgram(Program program, Path folder) {

    /** What jib gives to every file of an image. */
    private static final FileTime IN_IMAGES = FileTime.from(Instant.ofEpochSecond(1));

    /** Copies the program to there, and has the suite's program train it. */
    static StagedProgram make(Program program, Path root, Path work, Path java)
            throws IOException, InterruptedException {
        StagedProgram staged = new StagedProgram(program, work.resolve(program.module()));
        if (staged.isFresh(root, java)) return staged;
        Folders.remove(staged.folder);
        copy(program.jars(root), staged.folder);
        copy(program.dependencies(root), staged.folder.resolve("lib"));
        copy(program.nativeLibraries(root), staged.folder.resolve("native"));
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
                        "-XX:AOTCache=/app/" + cache(),
                        // A JVM that it does not fit starts without it; what it says of that is no JSON.
                        "-Xlog:aot=off",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        "/app/mastio-" + program.module() + ".jar",
                        program.mainClass());
    }

    private String cache() {
        return "mastio-%s.aot".formatted(program.module());
    }

    private boolean isFresh(Path root, Path java) throws IOException {
        Path cache = folder.resolve(cache());
        if (!Files.exists(cache)) return false;
        FileTime made = Files.getLastModifiedTime(cache);
        List<Path> parts = new ArrayList<>(program.jars(root));
        parts.addAll(program.dependencies(root));
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
        command.addAll(List.of("dev.mastio.suite.Main", "aot-cache", program.module()));
        command.addAll(List.of("--java", java.toString(), "--folder", folder.toString()));
        Path log = work.resolve("training-%s.log".formatted(program.module()));
        Process training = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (training.waitFor() != 0)
            throw new IOException(
                    "no AOT cache for the %s's image:%n%s".formatted(program.module(), Files.readString(log)));
    }

    private static void copy(List<Path> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files) {
            Path copy = Files.copy(file, folder.resolve(file.getFileName()));
            Files.setLastModifiedTime(copy, IN_IMAGES);
        }
    }
}
