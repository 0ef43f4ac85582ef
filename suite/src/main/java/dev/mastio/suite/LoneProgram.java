package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What can be started as a {@link LoneServer}, with an ahead-of-time cache or without. */
public interface LoneProgram {

    /** Whose jars these are. */
    Distribution distribution();

    /**
     * Starts it.
     *
     * @param jvmOptions as a pod would have them
     * @param folder for its files and its log; it finds there what an earlier one left
     */
    LoneServer start(List<String> jvmOptions, Path folder) throws IOException;

    /** The jar with its main class. */
    Path jar();

    /** The folder of the jars that it runs with. */
    default Path libraries() {
        return distribution().root().resolve("proxy").resolve("target").resolve("lib");
    }

    /** All that its cache is made from. */
    default List<Path> parts() throws IOException {
        return ProgramFiles.parts(jar(), libraries());
    }

    /** Where its ahead-of-time cache lies. */
    Path cache();

    /** Has one that is ready do all day's work, for some seconds. */
    default void exercise(LoneServer server, Path folder) throws IOException, InterruptedException {
        try (Load load = Load.start(distribution(), server.baseUrl(), 500, 4, folder)) {
            LoadSummary summary = load.awaitSummary(Duration.ofMinutes(1));
            if (summary.failed() == summary.requests()) throw new IOException("the server answered no request");
        }
    }
}
