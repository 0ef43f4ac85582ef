package dev.mastio.local.api.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the objects in a directory: one line a change, appended before the change is answered; rewritten as a whole now and then. What was
 * answered outlives a kill of the process (not of the machine: lines are handed to the system, not forced to the disk).
 */
final class Journal implements AutoCloseable {
    private static final int LINES_BEFORE_REWRITE = 20_000;

    private final Path file;
    private final FileChannel lock;
    private FileChannel out;
    private int lines;

    Journal(Path file, FileChannel lock, FileChannel out) {
        this.file = file;
        this.lock = lock;
        this.out = out;
    }

    static Journal in(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel lock =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isFree(lock))
            throw new IOException("another cluster uses " + directory + ": stop it, or choose another directory");
        Path file = directory.resolve("objects.journal");
        return new Journal(file, lock, appendingTo(file));
    }

    private static boolean isFree(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static FileChannel appendingTo(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Reads everything. A last line that a kill has cut off was never answered, and is left out. */
    NavigableMap<Key, ObjectNode> read() throws IOException {
        NavigableMap<Key, ObjectNode> objects = new TreeMap<>();
        // As Latin-1 every byte stays what it is: the kill may have come in the middle of a character.
        String[] all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\n", -1);
        for (int i = 0; i < all.length; i++) {
            if (all[i].isEmpty()) continue;
            try {
                replay(Json.parse(all[i].getBytes(StandardCharsets.ISO_8859_1)), objects);
            } catch (ApiFailure e) {
                if (i < all.length - 1) throw new IOException("line " + (i + 1) + " of " + file + " can't be read", e);
            }
        }
        return objects;
    }

    private static void replay(JsonNode line, Map<Key, ObjectNode> objects) {
        Key key =
                new Key(line.get(0).asText(), line.get(1).asText(), line.get(2).asText());
        if (line.get(3) instanceof ObjectNode object) objects.put(key, object);
        else objects.remove(key);
    }

    /** Notes what an object is from now on; null when it is gone. {@code before} is everything as it was until now. */
    void write(Key key, @Nullable ObjectNode object, Map<Key, ObjectNode> before) {
        try {
            if (++lines > LINES_BEFORE_REWRITE + before.size()) rewrite(before);
            append(line(key, object));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write to " + file + ": " + e.getMessage(), e);
        }
    }

    /** All or nothing: half a line, such as a full disk leaves, would make what comes after it unreadable. */
    private void append(byte[] line) throws IOException {
        long before = out.size();
        try {
            writeFully(out, line);
        } catch (IOException e) {
            out.truncate(before);
            throw e;
        }
    }

    void rewrite(Map<Key, ObjectNode> all) throws IOException {
        Path fresh = file.resolveSibling("objects.journal.new");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (Map.Entry<Key, ObjectNode> entry : all.entrySet())
            content.writeBytes(line(entry.getKey(), entry.getValue()));
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, content.toByteArray());
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        out.close();
        out = appendingTo(file);
        lines = 0;
    }

    private static byte[] line(Key key, @Nullable ObjectNode object) {
        JsonNode line = Json.MAPPER
                .createArrayNode()
                .add(key.storage())
                .add(key.namespace())
                .add(key.name())
                .add(object);
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) channel.write(buffer);
    }

    @Override
    public void close() {
        try {
            out.close();
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
