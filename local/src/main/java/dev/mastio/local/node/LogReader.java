package dev.mastio.local.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mastio.local.api.logs.PodLogs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads a log file as asked: from a line or a time on, with or without times, to its end or as it grows. */
final class LogReader implements AutoCloseable {

    private final RandomAccessFile file;
    private final boolean timestamps;
    private final String since;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LogReader(Path path, PodLogs.Query query) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        timestamps = query.timestamps();
        since = query.since().map(ContainerLog.TIME::format).orElse("");
        if (query.tailLines().isPresent()) {
            file.seek(startOfLast(query.tailLines().getAsInt()));
        }
    }

    /** The last lines of a log without their times, at most so many bytes of them. */
    static String tail(Path path, int lines, int bytes) throws IOException {
        PodLogs.Query query =
                new PodLogs.Query("", "", "", "", false, false, false, OptionalInt.of(lines), Optional.empty());
        try (LogReader reader = new LogReader(path, query)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reader.copy(null, out);
            byte[] all = out.toByteArray();
            int from = Math.max(0, all.length - bytes);
            return new String(all, from, all.length - from, UTF_8);
        }
    }

    /** Copies to the end, and on with the living log if there is one. */
    void copy(@Nullable ContainerLog living, OutputStream out) throws IOException {
        byte[] chunk = new byte[16 * 1024];
        boolean more = true;
        while (more) {
            for (int count = file.read(chunk); count > 0; count = file.read(chunk)) {
                for (int i = 0; i < count; i++) {
                    line.write(chunk[i]);
                    if (chunk[i] == '\n') {
                        pass(out);
                    }
                }
            }
            pass(out);
            out.flush();
            more = living != null && grows(living);
        }
    }

    private boolean grows(ContainerLog living) throws IOException {
        try {
            return living.awaitMore(file.getFilePointer());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void pass(OutputStream out) throws IOException {
        byte[] bytes = line.toByteArray();
        int stamp = Math.min(ContainerLog.STAMP, bytes.length);
        if (new String(bytes, 0, stamp, US_ASCII).compareTo(since) >= 0) {
            int from = timestamps ? 0 : stamp;
            out.write(bytes, from, bytes.length - from);
        }
        line.reset();
    }

    private long startOfLast(int lines) throws IOException {
        long at = file.length();
        int seen = 0;
        while (at > 0) {
            file.seek(at - 1);
            if (file.read() == '\n' && at < file.length() && ++seen == lines) {
                return at;
            }
            at--;
        }
        return lines == 0 ? file.length() : 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
