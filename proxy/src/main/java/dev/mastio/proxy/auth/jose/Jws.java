package dev.mastio.proxy.auth.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A compact JWS that has been taken apart, but not verified: nothing in it is true yet.
 *
 * @param headerSegment the header as it was sent; read with {@link #header}, unless it is known already
 * @param payloadSegment the payload as it was sent; read with {@link #claims} once the signature holds
 */
public record Jws(String headerSegment, String payloadSegment, String signatureSegment) {

    /** Longer than any header we mean to accept: six certificates in {@code x5c} are the most. */
    private static final int MAX_LENGTH = 64 * 1024;

    /**
     * Takes it apart.
     *
     * @throws MalformedJoseException if it does not have three segments
     */
    public static Jws parse(String compact) throws MalformedJoseException {
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        if (first < 0 || second < 0 || compact.indexOf('.', second + 1) >= 0 || compact.length() > MAX_LENGTH) {
            throw new MalformedJoseException("not three segments");
        }
        return new Jws(
                compact.substring(0, first), compact.substring(first + 1, second), compact.substring(second + 1));
    }

    /**
     * The header.
     *
     * @throws MalformedJoseException if it is no JSON object, names a field twice or wants us to understand an extension
     */
    public JwsHeader header() throws MalformedJoseException {
        ObjectNode header = object(headerSegment);
        // RFC 7515 4.1.11: what is critical must be understood, and we understand no extension.
        if (header.has("crit")) {
            throw new MalformedJoseException("critical extensions are not supported");
        }
        return new JwsHeader(header);
    }

    /** Whether that key signed this with that algorithm. */
    public boolean isSignedBy(VerifyingKey key, JwsAlgorithm algorithm) {
        try {
            byte[] input = (headerSegment + '.' + payloadSegment).getBytes(StandardCharsets.ISO_8859_1);
            return algorithm.verifies(key, input, Base64Url.decode(signatureSegment));
        } catch (MalformedJoseException e) {
            return false;
        }
    }

    /**
     * The payload as JSON object.
     *
     * @throws MalformedJoseException if it is none, or names a field twice
     */
    public ObjectNode claims() throws MalformedJoseException {
        return object(payloadSegment);
    }

    private static ObjectNode object(String segment) throws MalformedJoseException {
        try {
            if (Json.read(Base64Url.decode(segment)) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // the same as any other value that is no object
        }
        throw new MalformedJoseException("not a JSON object");
    }
}
