package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Where SQLite's native code comes from. */
class SqliteLibraryTest {

    @Test
    void itLiesBesideTheFirstOfTheClassPathWhereAClassHasNoLocation(@TempDir Path folder) throws Exception {
        Path unpacked = Files.createDirectory(folder.resolve("native"));
        Path program = folder.resolve("mastio-proxy.jar");

        assertThat(SqliteLibrary.beside(null, program + ":" + folder.resolve("lib/other.jar")))
                .contains(unpacked);
        assertThat(SqliteLibrary.beside(program.toUri().toURL(), "elsewhere.jar"))
                .contains(unpacked);
        assertThat(SqliteLibrary.beside(null, folder.resolve("lib/other.jar").toString()))
                .isEmpty();
    }

    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void theOneThatTheBuildUnpackedIsLoaded(@TempDir Path folder) throws Exception {
        SqliteFile file = new SqliteFile(folder.resolve("some.db"), SynchronousMode.FULL);
        try (Connection connection = file.writing().getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }

        Path unpacked = Path.of("target", "native", "libsqlitejdbc.so").toAbsolutePath();
        assertThat(Files.readString(Path.of("/proc/self/maps"))).contains(unpacked.toString());
    }
}
