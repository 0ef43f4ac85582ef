package dev.mastio.proxy.edge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something read from files that others replace. It is read again when they change; when the new ones do not work, that is
 * reported once and the former content stays in use.
 */
final class WatchedFiles<T> {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);

    private final List<Path> files;
    private final Reader<T> reader;
    private List<Version> seen;
    private final Supplier<T> meanwhile;
    private volatile @Nullable T content;

    /** Turns the files into what they hold. */
    @FunctionalInterface
    interface Reader<T> {
        T read() throws TlsFilesException;
    }

    private WatchedFiles(List<Path> files, Reader<T> reader, List<Version> seen, Supplier<T> meanwhile) {
        this.files = files;
        this.reader = reader;
        this.seen = seen;
        this.meanwhile = meanwhile;
    }

    /** Reads the files. */
    static <T> WatchedFiles<T> read(List<Path> files, Reader<T> reader) throws TlsFilesException {
        List<Version> versions = versions(files);
        T content = reader.read();
        return new WatchedFiles<>(files, reader, versions, () -> content);
    }

    /** Does with that other content, which may change, until the files are there and work. */
    static <T> WatchedFiles<T> awaited(List<Path> files, Reader<T> reader, Supplier<T> meanwhile) {
        WatchedFiles<T> awaited = new WatchedFiles<>(files, reader, List.of(), meanwhile);
        awaited.reloadIfChanged();
        return awaited;
    }

    T content() {
        T read = content;
        return read == null ? meanwhile.get() : read;
    }

    /** True if there is new content. */
    boolean reloadIfChanged() {
        List<Version> versions = versions(files);
        if (versions.equals(seen)) {
            return false;
        }
        seen = versions;
        try {
            T read = reader.read();
            content = read;
            LOG.info("{} changed: new connections get {}", files, read);
            return true;
        } catch (TlsFilesException | RuntimeException e) {
            LOG.error("{} changed but do not work, the former ones stay in use: {}", files, e.getMessage());
            return false;
        }
    }

    private static List<Version> versions(List<Path> files) {
        try {
            List<Version> versions = new ArrayList<>();
            for (Path file : files) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                versions.add(new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
            }
            return versions;
        } catch (IOException e) {
            // Not there yet, or gone for a moment while somebody replaces them; differs from every real version, so
            // the next look reads them.
            return List.of();
        }
    }

    /** By which a file is told from what was in its place before: times are coarse, and copied along with contents. */
    private record Version(
            FileTime modified, long size, @Nullable Object key) {}
}
