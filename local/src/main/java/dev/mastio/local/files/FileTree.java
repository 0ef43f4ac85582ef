package dev.mastio.local.files;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files that are made to be as wanted: written only when they differ, and each in one step. */
public final class FileTree {

    /** A file's bytes and its permissions as in {@code 0644}. */
    public static final class Content {
        private final byte[] bytes;
        private final int mode;

        /** Bytes with a mode as in {@code 0644}. */
        public Content(byte[] bytes, int mode) {
            this.bytes = bytes;
            this.mode = mode;
        }
    }

    private FileTree() {}

    /** Makes the directory hold exactly these files, by relative path. */
    public static void sync(Path directory, Map<String, Content> wanted) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, Content> file : wanted.entrySet()) {
            Path path = directory.resolve(file.getKey()).normalize();
            if (!path.startsWith(directory)) {
                throw new IOException("'" + file.getKey() + "' leads out of its volume");
            }
            Files.createDirectories(path.getParent());
            replace(path, file.getValue().bytes, file.getValue().mode);
        }
        List<Path> present;
        try (Stream<Path> files = Files.walk(directory)) {
            present = files.filter(Files::isRegularFile).toList();
        }
        for (Path file : present) {
            if (!wanted.containsKey(directory.relativize(file).toString())) {
                Files.delete(file);
            }
        }
    }

    /** Replaces a file in one step, unless it has these bytes already. */
    public static void replace(Path file, byte[] bytes, int mode) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Path fresh = Files.createTempFile(file.getParent(), ".fresh", "");
        try {
            Files.write(fresh, bytes);
            Files.setPosixFilePermissions(fresh, permissions(mode));
            move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void move(Path fresh, Path file) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] fromHighest = PosixFilePermission.values();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < 9; bit++) {
            if ((mode >> (8 - bit) & 1) == 1) {
                permissions.add(fromHighest[bit]);
            }
        }
        return permissions;
    }

    /** Deletes a directory and all in it; what links lead to stays. */
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
