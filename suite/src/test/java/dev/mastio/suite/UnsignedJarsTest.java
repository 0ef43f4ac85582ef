package dev.mastio.suite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsignedJarsTest {

    private static final FileTime EARLIER = FileTime.fromMillis(1_000_000_000_000L);

    @TempDir
    private Path folder;

    @Test
    void takesOutSignaturesAndDigestsAndNothingElse() throws IOException {
        Path jar =
                jar("signed.jar", "META-INF/VENDOR.SF", "META-INF/VENDOR.RSA", "a/A.class", "META-INF/services/a.RSA");

        UnsignedJars.in(folder);

        try (JarFile unsigned = new JarFile(jar.toFile())) {
            assertThat(unsigned.stream().map(ZipEntry::getName))
                    .containsExactly("META-INF/MANIFEST.MF", "a/A.class", "META-INF/services/a.RSA");
            assertThat(unsigned.getManifest().getMainAttributes().getValue("Multi-Release"))
                    .isEqualTo("true");
            assertThat(unsigned.getManifest().getEntries()).isEmpty();
            assertThat(unsigned.getInputStream(new JarEntry("a/A.class")).readAllBytes())
                    .isEqualTo("a/A.class".getBytes(UTF_8));
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void leavesAJarAloneThatIsNotSigned() throws IOException {
        Path jar = jar("plain.jar", "a/A.class");
        Files.setLastModifiedTime(jar, EARLIER);

        UnsignedJars.in(folder);

        assertThat(Files.getLastModifiedTime(jar)).isEqualTo(EARLIER);
    }

    private Path jar(String name, String... entries) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        Attributes digest = new Attributes();
        digest.putValue("SHA-256-Digest", "AAAA");
        manifest.getEntries().put("a/A.class", digest);
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String entry : List.of(entries)) {
                jar.putNextEntry(new JarEntry(entry));
                jar.write(entry.getBytes(UTF_8));
                jar.closeEntry();
            }
        }
        return file;
    }
}
