package dev.mastio.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A runtime of this very JDK, made by its {@code jlink}: all of Java SE and the tools to look into a process. */
record JavaRuntime(Path folder) {

    private static final String MODULES =
            "java.se,jdk.attach,jdk.charsets,jdk.crypto.cryptoki,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.localedata,"
                    + "jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs";

    /** Made once a JDK; the folder's name says which. */
    static JavaRuntime in(Path cache) throws IOException, InterruptedException {
        Path folder = cache.resolve("runtime-" + Runtime.version());
        if (Files.exists(folder)) return new JavaRuntime(folder);
        Path fresh = cache.resolve(folder.getFileName() + ".new");
        Folders.remove(fresh);
        Files.createDirectories(cache);
        Path java = Path.of(System.getProperty("java.home"), "bin");
        run(List.of(
                java.resolve("jlink").toString(),
                "--add-modules",
                MODULES,
                "--no-header-files",
                "--no-man-pages",
                "--strip-debug",
                "--output",
                fresh.toString()));
        // A start maps these instead of parsing classes; one archive for each size of object headers.
        for (String headers : List.of("-", "+")) {
            run(List.of(
                    fresh.resolve("bin/java").toString(),
                    "-XX:%sUseCompactObjectHeaders".formatted(headers),
                    "-Xshare:dump",
                    "-Xlog:disable",
                    "-Xlog:all=error"));
        }
        Files.move(fresh, folder);
        return new JavaRuntime(folder);
    }

    /** Its programs and libraries, which need libraries of the machine. */
    List<Path> binaries() throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(file -> Files.isRegularFile(file)
                            && (file.toString().endsWith(".so")
                                    || file.toString().contains("/bin/")))
                    .sorted()
                    .toList();
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException("%s: %s".formatted(command.getFirst(), said.strip()));
    }
}
