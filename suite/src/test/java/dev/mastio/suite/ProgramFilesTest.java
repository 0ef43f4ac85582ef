package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An ahead-of-time cache serves the program that it was made from and no other. */
class ProgramFilesTest {

    private static final Instant MADE = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path root;

    private ProgramFiles files;

    @BeforeEach
    void build() throws IOException {
        files = ProgramFiles.built(new Distribution(root, root), "proxy");
        write("mastio-proxy.jar", MADE.minusSeconds(60));
        write("lib/one.jar", MADE.minusSeconds(120));
        write("mastio-proxy.aot", MADE);
    }

    @Test
    void aCacheYoungerThanTheProgramStays() throws IOException {
        files.dropStaleCache();

        assertThat(files.cache()).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mastio-proxy.jar", "lib/one.jar"})
    void aCacheGoesWhenAPartOfTheProgramIsNoOlder(String part) throws IOException {
        write(part, MADE);

        files.dropStaleCache();

        assertThat(files.cache()).doesNotExist();
    }

    @Test
    void whatWasNeverBuiltHasNone() throws IOException {
        ProgramFiles.built(new Distribution(root, root), "operator").dropStaleCache();
    }

    private void write(String name, Instant modified) throws IOException {
        Path file = root.resolve("proxy/target").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
