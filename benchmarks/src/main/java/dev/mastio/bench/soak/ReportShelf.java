package dev.mastio.bench.soak;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps reports. */
@FunctionalInterface
interface ReportShelf {

    /**
     * Puts a report there.
     *
     * @return where it is, for people and for the verdict
     * @throws IOException when that did not work and another try might
     * @throws ReportRefused when another try would not help
     */
    String keep(String run, byte[] archive) throws IOException;

    /** The store will not have it. */
    final class ReportRefused extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        ReportRefused(String message) {
            super(message);
        }
    }

    static ReportShelf file(Path file) {
        return (_, archive) -> {
            Files.write(file, archive);
            return file.toString();
        };
    }
}
