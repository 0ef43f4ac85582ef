package dev.mastio.proxy.audit.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An exported file, read line by line: it may be larger than memory. */
record BundleFile(Path path) {

    /** Takes a line. */
    @FunctionalInterface
    interface Reader {
        /** Takes it. */
        void take(Line line);
    }

    /**
     * Reads all of it.
     *
     * @throws IOException if it cannot be read, or a line makes no sense; the message says which
     */
    void read(Reader reader) throws IOException {
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            String text = lines.readLine();
            while (text != null) {
                number++;
                if (!text.isBlank()) {
                    reader.take(Line.read(text));
                }
                text = lines.readLine();
            }
        } catch (IOException e) {
            throw new IOException("%s, line %d: %s".formatted(path, number, e.getMessage()), e);
        }
    }
}
