package dev.mastio.bench.load;

import java.net.ProtocolException;
import java.util.Arrays;

/** Reads one HTTP/1.1 answer after another from plain text in pieces of any size. Makes no objects per answer. */
final class ResponseParser {

    private enum State {
        STATUS,
        HEADERS,
        FIXED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        DONE
    }

    private static final int LONGEST_LINE = 64 * 1024;

    private final Needle needle;
    private State state = State.STATUS;
    private int status;
    private boolean keepAlive;
    private boolean chunked;
    private boolean started;
    private long length;
    private byte[] line = new byte[128];
    private int lineLength;

    ResponseParser(Needle needle) {
        this.needle = needle;
    }

    /** Before the next request on the connection. */
    void reset() {
        state = State.STATUS;
        started = false;
        lineLength = 0;
        needle.reset();
    }

    /** Whether any byte of the answer has come. */
    boolean started() {
        return started;
    }

    boolean done() {
        return state == State.DONE;
    }

    int status() {
        return status;
    }

    /** Whether the server lets the connection live on. */
    boolean keepAlive() {
        return keepAlive;
    }

    boolean bodyMatches() {
        return needle.found();
    }

    /** The end of the stream, which ends some answers and breaks the others. */
    void endOfStream() {
        if (state == State.UNTIL_CLOSE) state = State.DONE;
    }

    /** Takes in a piece; gives where it stopped, which is {@code to} unless the answer was complete before. */
    int feed(byte[] data, int from, int to) throws ProtocolException {
        int at = from;
        while (at < to && state != State.DONE) {
            started = true;
            at = switch (state) {
                case FIXED, CHUNK, UNTIL_CLOSE -> body(data, at, to);
                default -> text(data, at, to);
            };
        }
        return at;
    }

    private int body(byte[] data, int from, int to) {
        int end = state == State.UNTIL_CLOSE ? to : (int) Math.min(to, from + length);
        needle.look(data, from, end);
        length -= end - from;
        if (length == 0 && state != State.UNTIL_CLOSE) state = state == State.FIXED ? State.DONE : State.CHUNK_END;
        return end;
    }

    /** One line, or the part of it that is there. */
    private int text(byte[] data, int from, int to) throws ProtocolException {
        int end = from;
        while (end < to && data[end] != '\n') end++;
        boolean whole = end < to;
        if (whole && lineLength == 0) {
            line(data, from, end);
        } else {
            keep(data, from, end);
            if (whole) {
                int kept = lineLength;
                lineLength = 0;
                line(line, 0, kept);
            }
        }
        return whole ? end + 1 : end;
    }

    private void keep(byte[] data, int from, int to) throws ProtocolException {
        int needed = lineLength + to - from;
        if (needed > LONGEST_LINE)
            throw new ProtocolException("a header line is longer than " + LONGEST_LINE + " bytes");
        if (needed > line.length) line = Arrays.copyOf(line, Math.max(needed, 2 * line.length));
        System.arraycopy(data, from, line, lineLength, to - from);
        lineLength = needed;
    }

    private void line(byte[] data, int from, int newline) throws ProtocolException {
        int to = newline > from && data[newline - 1] == '\r' ? newline - 1 : newline;
        switch (state) {
            case STATUS -> statusLine(data, from, to);
            case HEADERS -> {
                if (from == to) endOfHeaders();
                else header(data, from, to);
            }
            case CHUNK_SIZE -> {
                length = HeaderLine.chunkSize(data, from, to);
                state = length == 0 ? State.TRAILERS : State.CHUNK;
            }
            case CHUNK_END -> {
                if (from != to) throw new ProtocolException("a chunk is longer than it said");
                state = State.CHUNK_SIZE;
            }
            case TRAILERS -> state = from == to ? State.DONE : State.TRAILERS;
            case FIXED, CHUNK, UNTIL_CLOSE, DONE -> throw new IllegalStateException("no line is expected in " + state);
        }
    }

    private void statusLine(byte[] data, int from, int to) throws ProtocolException {
        int code = HeaderLine.status(data, from, to);
        status = Math.abs(code);
        keepAlive = code > 0;
        chunked = false;
        length = -1;
        state = State.HEADERS;
    }

    private void header(byte[] data, int from, int to) throws ProtocolException {
        switch (data[from]) {
            case 'c', 'C' -> {
                if (HeaderLine.isContentLength(data, from, to)) length = HeaderLine.contentLength(data, from, to);
                else if (HeaderLine.isConnectionClose(data, from, to)) keepAlive = false;
                else if (HeaderLine.isConnectionKeepAlive(data, from, to)) keepAlive = true;
            }
            case 't', 'T' -> chunked |= HeaderLine.isChunked(data, from, to);
            default -> {
                // Says nothing about where the answer ends.
            }
        }
    }

    private void endOfHeaders() {
        if (status >= 100 && status < 200) state = State.STATUS;
        else if (status == 204 || status == 304) state = State.DONE;
        else if (chunked) state = State.CHUNK_SIZE;
        else if (length >= 0) state = length == 0 ? State.DONE : State.FIXED;
        else {
            keepAlive = false;
            state = State.UNTIL_CLOSE;
        }
    }
}
