package dev.mastio.proxy.wire;

import dev.mastio.proxy.crypto.Sha256;
import java.util.Optional;
import java.util.stream.Stream;

/** Strong entity tags, made from content. */
public final class EntityTag {

    private static final int HEX_DIGITS = 32;

    private EntityTag() {}

    /** The tag of that content, quotes included. */
    public static String of(String content) {
        return '"' + Sha256.hex(content).substring(0, HEX_DIGITS) + '"';
    }

    /** Whether {@code If-None-Match} says that the client has this already. */
    public static boolean isKnown(Optional<String> ifNoneMatch, String tag) {
        return ifNoneMatch.stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .map(String::strip)
                .map(candidate -> candidate.startsWith("W/") ? candidate.substring(2) : candidate)
                .anyMatch(candidate -> candidate.equals("*") || candidate.equals(tag));
    }

    /** Those bytes with that tag, or 304 if the client has them. */
    public static Reply answer(Request request, String tag, Reply full) {
        return (isKnown(request.header("If-None-Match"), tag) ? Reply.empty(304) : full).header("ETag", tag);
    }
}
