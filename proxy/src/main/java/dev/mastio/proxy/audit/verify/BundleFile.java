package dev.mastio.proxy.audit.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": there is no such file", e);
        } catch (JsonProcessingException e) {
            // Without where in the line, which it takes for a file of its own.
            throw new IOException("%s, line %d: no JSON: %s".formatted(path, number, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IOException("%s, line %d: %s".formatted(path, number, e.getMessage()), e);
        }
    }
}
