package dev.mastio.proxy.edge;

import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Removes the headers by which parts of this system tell each other who a client is: from outside they are lies. Names count as
 * the same however they are written, for some servers behind us take an underscore for a dash.
 */
final class ForeignHeaders {

    private static final String OURS = "x-cullis-";
    /** What clients may say. With an underscore it would be another header to us and perhaps the same to somebody else. */
    private static final Set<String> CLIENTS_MAY_SAY =
            Set.of("x-cullis-session-token", "x-cullis-on-behalf-of-user", "x-cullis-device-attestation");

    /** How edges of all kinds pass on a client's certificate. */
    private static final List<String> CERTIFICATES = List.of(
            "x-ssl-", "ssl-client-", "x-client-cert", "client-cert", "x-forwarded-client-cert", "x-tls-client-");

    private ForeignHeaders() {}

    static void remove(HeaderMap headers) {
        long cookie = headers.fastIterateNonEmpty();
        while (cookie != -1L) {
            HttpString name = headers.fiCurrent(cookie).getHeaderName();
            if (mayBeForeign(name.byteAt(0)) && isForeign(name.toString())) {
                headers.remove(name);
                // Removing moves what follows.
                cookie = headers.fastIterateNonEmpty();
            } else {
                cookie = headers.fiNextNonEmpty(cookie);
            }
        }
    }

    static boolean isForeign(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String dashed = lower.replace('_', '-');
        return dashed.startsWith(OURS)
                ? !CLIENTS_MAY_SAY.contains(lower)
                : CERTIFICATES.stream().anyMatch(dashed::startsWith);
    }

    private static boolean mayBeForeign(byte first) {
        return first == 'x' || first == 'X' || first == 's' || first == 'S' || first == 'c' || first == 'C';
    }
}
