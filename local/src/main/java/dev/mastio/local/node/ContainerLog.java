package dev.mastio.local.node;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one start of a container: each line after its time, and a bell for readers that wait for more. */
final class ContainerLog {

    /** Always as long, so that a reader can cut it off. */
    static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

    static final int STAMP = "2026-01-01T00:00:00.000000000Z ".length();
    private static final int CHUNK = 16 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(ContainerLog.class);

    private final Path file;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private long length;
    private boolean ended;

    ContainerLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    Path file() {
        return file;
    }

    /** Writes what a process says until it has said all. */
    void record(InputStream said) {
        try {
            write(said);
        } catch (IOException e) {
            LOG.warn("the log {} breaks off here: {}", file, e.toString());
            drain(said);
        } finally {
            tell(true);
        }
    }

    /** A process whose output nobody takes would stand still, and a full disk is no reason for that. */
    private static void drain(InputStream said) {
        try {
            said.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.debug("the process is gone", e);
        }
    }

    private void write(InputStream said) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            boolean lineOpen = false;
            for (int count = said.read(chunk); count >= 0; count = said.read(chunk)) {
                lineOpen = write(chunk, count, lineOpen, out);
                out.flush();
                tell(false);
            }
            if (lineOpen) {
                out.write('\n');
            }
        }
    }

    private boolean write(byte[] bytes, int count, boolean lineOpen, OutputStream out) throws IOException {
        byte[] stamp = (TIME.format(clock.instant()) + " ").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        boolean open = lineOpen;
        for (int i = 0; i < count; i++) {
            if (!open) {
                out.write(stamp);
            }
            out.write(bytes[i]);
            open = bytes[i] != '\n';
        }
        return open;
    }

    private void tell(boolean end) {
        lock.lock();
        try {
            length = Files.exists(file) ? Files.size(file) : 0;
            ended |= end;
            more.signalAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the file is longer than that; false when it will not be. */
    boolean awaitMore(long than) throws InterruptedException {
        lock.lock();
        try {
            while (length <= than && !ended) {
                more.await();
            }
            return length > than;
        } finally {
            lock.unlock();
        }
    }
}
