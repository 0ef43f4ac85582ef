package dev.mastio.local.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that only its owner can read, from the first moment on, and that is there as a whole or not at all. */
final class SecretFile {
    private SecretFile() {}

    static void write(Path file, byte[] content) throws IOException {
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "." + file.getFileName(),
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
