package dev.mastio.bench.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a container leaves its last words for Kubernetes. */
record TerminationLog(Optional<Path> file) {

    private static final String VARIABLE = "MASTIO_TERMINATION_LOG";
    private static final Path USUAL = Path.of("/dev/termination-log");

    /** The usual place counts only where Kubernetes has made the file: on a laptop nothing belongs in /dev. */
    static TerminationLog of(Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isEmpty()) return new TerminationLog(Optional.of(Path.of(given)));
        return new TerminationLog(Optional.of(USUAL).filter(Files::exists));
    }

    /** In place of what was written before. */
    void write(byte[] words) throws IOException {
        if (file.isPresent()) Files.write(file.get(), words);
    }
}
