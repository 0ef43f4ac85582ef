package io.undertow.protocols.http2;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A head that RFC 9113 calls malformed (8.1.1, 8.3.1) and Undertow lets pass, or reads in a way of its own. And one without an authority,
 * which the RFC allows to those who translate HTTP/1.1: Undertow would give it no host at all.
 */
final class MalformedHead {

    /** A {@code long} holds any number of so many digits. */
    private static final int MAX_DIGITS = 18;

    private MalformedHead() {}

    /** @param ends whether no body follows */
    static boolean is(HeaderMap head, boolean ends) {
        return head.count(Http2Channel.AUTHORITY) != 1 || namesAnotherHost(head) || isUnsureOfItsLength(head, ends);
    }

    private static boolean namesAnotherHost(HeaderMap head) {
        @Nullable HeaderValues hosts = head.get(Headers.HOST);
        String authority = head.getFirst(Http2Channel.AUTHORITY);
        return hosts != null && !(hosts.size() == 1 && hosts.getFirst().equalsIgnoreCase(authority));
    }

    private static boolean isUnsureOfItsLength(HeaderMap head, boolean ends) {
        @Nullable HeaderValues lengths = head.get(Headers.CONTENT_LENGTH);
        return lengths != null
                && !(lengths.size() == 1
                        && isNumber(lengths.getFirst())
                        && (!ends || Long.parseLong(lengths.getFirst()) == 0));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
