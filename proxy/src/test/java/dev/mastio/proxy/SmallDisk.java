package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A disk of a few mebibytes in place of a folder, which only the process sees that is started on it, in a mount namespace of its own; the disk
 * is gone when it ends.
 */
record SmallDisk(Path folder) {

    private static final String SIZE = "16m";

    /** Why there can be none here. */
    Optional<String> missing() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(launcher());
        command.add("true");
        Process tried = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return tried.waitFor() == 0
                ? Optional.empty()
                : Optional.of("neither root nor user namespaces let a disk be mounted here: " + said);
    }

    /** What mounts it and then becomes the command that follows. Who isn't root may do so as root of a user namespace. */
    List<String> launcher() {
        return List.of("sh", "-c", """
                [ "$(id -u)" -eq 0 ] || user=--map-root-user
                exec unshare $user --mount sh -c 'mount -t tmpfs -o size=%s tmpfs "$0" && exec "$@"' "$0" "$@"
                """.formatted(SIZE), folder.toString());
    }

    /** Leaves not one byte on it. Returns the file that takes them. */
    Path fill(ProcessHandle process) throws IOException {
        Path filler = Path.of("/proc", Long.toString(process.pid()), "root")
                .resolve(folder.getRoot().relativize(folder.resolve("filler")));
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(filler).isNotEmptyFile();
        }
        assertThat(filler.toFile().getUsableSpace()).isZero();
        return filler;
    }
}
