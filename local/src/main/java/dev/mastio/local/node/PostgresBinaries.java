package dev.mastio.local.node;

import dev.mastio.local.files.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tukaani.xz.XZInputStream;

/** The Postgres that came with the build, unpacked once for all clusters of this user. */
final class PostgresBinaries {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String SCRIPT = "run-postgres.sh";
    private static final Pattern VERSION = Pattern.compile("-(\\d[\\d.]*)\\.jar!");

    private PostgresBinaries() {}

    /** Where {@code bin/postgres} and {@code run.sh} are; the first call takes a few seconds. */
    static Path directory() {
        return directory(cache());
    }

    static synchronized Path directory(Path cache) {
        URL archive = PostgresBinaries.class.getResource(ARCHIVE);
        if (archive == null) {
            throw new IllegalStateException(
                    "this build has no Postgres for this machine: it is there for Linux on x86-64");
        }
        Matcher version = VERSION.matcher(archive.toString());
        Path home = cache.resolve("postgres-" + (version.find() ? version.group(1) : "unknown"));
        try {
            if (!Files.exists(home)) {
                try (InputStream packed = archive.openStream()) {
                    unpack(packed, home);
                }
            }
            copyScript(home.resolve("run.sh"));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Postgres cannot be unpacked to %s: %s. XDG_CACHE_HOME names another folder for caches."
                            .formatted(home, e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Postgres was unpacked", e);
        }
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return base.resolve("mastio");
    }

    /** Unpacks beside its place and moves it there: whoever sees the directory sees all of it, and a failure leaves nothing. */
    static void unpack(InputStream archive, Path home) throws IOException, InterruptedException {
        Path parent = Files.createDirectories(home.toAbsolutePath().getParent());
        Path fresh = Files.createTempDirectory(parent, "unpacking-");
        try {
            unpackInto(fresh, archive);
            Files.move(fresh, home);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
            // Another cluster was faster; its copy is as good.
        } finally {
            FileTree.delete(fresh);
        }
    }

    private static void unpackInto(Path fresh, InputStream archive) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-x", "-C", fresh.toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream in = new XZInputStream(archive);
                OutputStream out = tar.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            tar.destroy();
            throw e;
        }
        String said = new String(tar.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (tar.waitFor() != 0) {
            throw new IOException("tar failed: " + said);
        }
        Files.setPosixFilePermissions(fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void copyScript(Path target) throws IOException {
        try (InputStream script = PostgresBinaries.class.getResourceAsStream(SCRIPT)) {
            byte[] wanted = java.util.Objects.requireNonNull(script, SCRIPT).readAllBytes();
            FileTree.replace(target, wanted, 0755);
        }
    }
}
