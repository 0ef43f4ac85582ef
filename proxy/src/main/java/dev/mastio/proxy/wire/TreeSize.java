package dev.mastio.proxy.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** How much heap a body takes once it is read. Found out without reading it into anything, so that there can be room before. */
public final class TreeSize {

    /** Of an object with one field in another such; all else has fewer. */
    private static final int BYTES_OF_A_TOKEN = 80;
    /** Of a text: two for each as soon as one character is not of Latin-1. */
    private static final int BYTES_OF_A_BYTE = 2;

    /** Apart, so that a start, which asks about the largest body only, makes none. */
    private static final class Parsers {
        static final JsonFactory ALL = Json.parsers(StreamReadConstraints.defaults());
    }

    private TreeSize() {}

    /**
     * Bytes besides the body itself, at most. Of what is no JSON only as much as is JSON at its beginning becomes a tree.
     *
     * @param arguments whether it is read as {@link Json#readArguments} does
     */
    public static int atMost(byte[] body, boolean arguments) {
        return size(tokens(body, arguments ? Json.MANY_TOKENS : Json.FEW_TOKENS), body.length);
    }

    /** The most that {@link #atMost} says of any body of so many bytes. */
    public static int ofAnyOf(long bytes) {
        // No token is shorter than a byte.
        return size(Math.min(bytes, Json.MANY_TOKENS), bytes);
    }

    private static int size(long tokens, long bytes) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, tokens * BYTES_OF_A_TOKEN + bytes * BYTES_OF_A_BYTE));
    }

    /** No further than the reader comes: this is done for anybody. */
    private static long tokens(byte[] body, int most) {
        long tokens = 0;
        try (JsonParser parser = Parsers.ALL.createParser(body)) {
            while (tokens < most && parser.nextToken() != null) {
                tokens++;
            }
        } catch (IOException e) {
            // Who reads it into a tree ends here, too.
        }
        return tokens;
    }
}
