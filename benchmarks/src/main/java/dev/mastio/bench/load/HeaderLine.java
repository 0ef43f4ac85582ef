package dev.mastio.bench.load;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** Reads the few header lines that frame an answer, out of its bytes and without making objects. */
final class HeaderLine {

    private static final byte[] CONTENT_LENGTH = bytes("content-length:");
    private static final byte[] TRANSFER_ENCODING = bytes("transfer-encoding:");
    private static final byte[] CONNECTION = bytes("connection:");
    private static final byte[] CHUNKED = bytes("chunked");
    private static final byte[] CLOSE = bytes("close");
    private static final byte[] KEEP_ALIVE = bytes("keep-alive");

    private HeaderLine() {}

    /** {@code HTTP/1.x NNN …}: the status; negative for HTTP/1.0. */
    static int status(byte[] data, int from, int to) throws ProtocolException {
        boolean http1 = to - from >= 12
                && data[from] == 'H'
                && data[from + 1] == 'T'
                && data[from + 2] == 'T'
                && data[from + 3] == 'P'
                && data[from + 4] == '/'
                && data[from + 5] == '1'
                && data[from + 6] == '.'
                && data[from + 8] == ' ';
        if (!http1) throw new ProtocolException("not an HTTP/1 status line");
        int status = (int) number(data, from + 9, from + 12, 10);
        return data[from + 7] == '0' ? -status : status;
    }

    static boolean isContentLength(byte[] data, int from, int to) {
        return startsWith(CONTENT_LENGTH, data, from, to);
    }

    static long contentLength(byte[] data, int from, int to) throws ProtocolException {
        return number(data, from + CONTENT_LENGTH.length, to, 10);
    }

    static boolean isChunked(byte[] data, int from, int to) {
        return startsWith(TRANSFER_ENCODING, data, from, to)
                && contains(CHUNKED, data, from + TRANSFER_ENCODING.length, to);
    }

    static boolean isConnectionClose(byte[] data, int from, int to) {
        return startsWith(CONNECTION, data, from, to) && contains(CLOSE, data, from + CONNECTION.length, to);
    }

    static boolean isConnectionKeepAlive(byte[] data, int from, int to) {
        return startsWith(CONNECTION, data, from, to) && contains(KEEP_ALIVE, data, from + CONNECTION.length, to);
    }

    /** The size before an optional {@code ;extension}. */
    static long chunkSize(byte[] data, int from, int to) throws ProtocolException {
        int end = from;
        while (end < to && data[end] != ';') end++;
        return number(data, from, end, 16);
    }

    private static long number(byte[] data, int from, int to, int radix) throws ProtocolException {
        int start = from;
        int end = to;
        while (start < end && data[start] == ' ') start++;
        while (end > start && data[end - 1] == ' ') end--;
        if (start == end || end - start > 15) throw new ProtocolException("a number is missing or too long");
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = Character.digit(data[i], radix);
            if (digit < 0) throw new ProtocolException("byte " + data[i] + " is not a digit");
            value = value * radix + digit;
        }
        return value;
    }

    private static boolean startsWith(byte[] name, byte[] data, int from, int to) {
        return to - from >= name.length && matches(name, data, from);
    }

    private static boolean contains(byte[] word, byte[] data, int from, int to) {
        for (int i = from; i + word.length <= to; i++) if (matches(word, data, i)) return true;
        return false;
    }

    private static boolean matches(byte[] lowerCase, byte[] data, int from) {
        for (int i = 0; i < lowerCase.length; i++) {
            int letter = data[from + i];
            if (letter >= 'A' && letter <= 'Z') letter += 'a' - 'A';
            if (letter != lowerCase[i]) return false;
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
