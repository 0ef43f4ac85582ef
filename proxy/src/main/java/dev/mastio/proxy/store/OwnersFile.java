package dev.mastio.proxy.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** New files that nobody but their owner may read, whatever the process's umask is: they hold keys, and hashes of passwords. */
public final class OwnersFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private OwnersFile() {}

    /**
     * Makes an empty one; where the file system knows no such permissions, one with its own.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one, which is left as it is
     */
    public static void create(Path file) throws IOException {
        try {
            Files.createFile(file, OWNER_ONLY);
        } catch (UnsupportedOperationException e) {
            Files.createFile(file);
        }
    }
}
