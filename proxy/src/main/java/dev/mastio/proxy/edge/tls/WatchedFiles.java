package dev.mastio.proxy.edge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
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
    private List<FileTime> seen;
    private volatile T content;

    /** Turns the files into what they hold. */
    @FunctionalInterface
    interface Reader<T> {
        T read() throws TlsFilesException;
    }

    private WatchedFiles(List<Path> files, Reader<T> reader, List<FileTime> seen, T content) {
        this.files = files;
        this.reader = reader;
        this.seen = seen;
        this.content = content;
    }

    /** Reads the files. */
    static <T> WatchedFiles<T> read(List<Path> files, Reader<T> reader) throws TlsFilesException {
        List<FileTime> times = times(files);
        return new WatchedFiles<>(files, reader, times, reader.read());
    }

    /** Does with that content until the files are there and work. */
    static <T> WatchedFiles<T> awaited(List<Path> files, Reader<T> reader, T meanwhile) {
        WatchedFiles<T> awaited = new WatchedFiles<>(files, reader, List.of(), meanwhile);
        awaited.reloadIfChanged();
        return awaited;
    }

    T content() {
        return content;
    }

    /** True if there is new content. */
    boolean reloadIfChanged() {
        List<FileTime> times = times(files);
        if (times.equals(seen)) {
            return false;
        }
        seen = times;
        try {
            content = reader.read();
            LOG.info("{} changed: new connections get {}", files, content);
            return true;
        } catch (TlsFilesException | RuntimeException e) {
            LOG.error("{} changed but do not work, the former ones stay in use: {}", files, e.getMessage());
            return false;
        }
    }

    private static List<FileTime> times(List<Path> files) {
        try {
            FileTime[] times = new FileTime[files.size()];
            for (int i = 0; i < times.length; i++) {
                times[i] = Files.getLastModifiedTime(files.get(i));
            }
            return List.of(times);
        } catch (IOException e) {
            // Not there yet, or gone for a moment while somebody replaces them; differs from every real time, so the
            // next look reads them.
            return List.of();
        }
    }
}
