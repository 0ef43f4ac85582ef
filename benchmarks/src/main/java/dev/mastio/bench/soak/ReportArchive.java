package dev.mastio.bench.soak;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A report as a gzip file. Its header carries the time of the run, as the format means it to; by that the oldest is found. */
final class ReportArchive {

    /** What a ConfigMap takes is 1 MiB, names and other reports included. */
    static final int MOST_BYTES = 900 * 1024;

    /** A second each for the first hour; beyond that, longer intervals. */
    private static final int POINTS = 3600;

    private static final int TIME_OFFSET = 4;

    private ReportArchive() {}

    /** Bounded: a report that comes out too large is written again in a coarser way. */
    static byte[] of(SoakReport report, Verdict verdict) {
        for (int points = POINTS; ; points /= 2) {
            byte[] archive = pack(ReportJson.of(report, verdict, points), report.finishedAt());
            if (archive.length <= MOST_BYTES || points <= 1) return archive;
        }
    }

    static byte[] pack(String json, Instant time) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            zipped.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        byte[] archive = bytes.toByteArray();
        header(archive).putInt(TIME_OFFSET, (int) time.getEpochSecond());
        return archive;
    }

    /** The time in the header; zero when this is no archive of ours. */
    static long time(byte[] archive) {
        return archive.length < TIME_OFFSET + Integer.BYTES
                ? 0
                : Integer.toUnsignedLong(header(archive).getInt(TIME_OFFSET));
    }

    /** The JSON in there, or the bytes as they are when they are not compressed. */
    static String unpack(byte[] content) throws IOException {
        boolean zipped = content.length > 2 && (content[0] & 0xff) == 0x1f && (content[1] & 0xff) == 0x8b;
        if (!zipped) return new String(content, StandardCharsets.UTF_8);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ByteBuffer header(byte[] archive) {
        return ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
    }
}
