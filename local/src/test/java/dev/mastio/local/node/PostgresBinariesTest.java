package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PostgresBinariesTest {

    @TempDir
    private Path cache;

    @Test
    void leavesNothingOfAnArchiveThatCannotBeUnpacked() {
        assertThatThrownBy(() -> PostgresBinaries.unpack(packed("no archive"), cache.resolve("postgres-1")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PostgresBinaries.unpack(plain("not even packed"), cache.resolve("postgres-1")))
                .isInstanceOf(IOException.class);

        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void saysWhyItCannotBeUnpackedAndHowToNameAnotherFolder() throws IOException {
        Path noFolder = Files.createFile(cache.resolve("file"));

        assertThatThrownBy(() -> PostgresBinaries.directory(noFolder.resolve("mastio")))
                .hasMessageContainingAll(noFolder + "/mastio/postgres-", "Not a directory", "XDG_CACHE_HOME");
    }

    private static InputStream packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XZOutputStream out = new XZOutputStream(bytes, new LZMA2Options())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static InputStream plain(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
