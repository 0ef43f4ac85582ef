package dev.mastio.proxy.audit.verify;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * What the one who checks knows from elsewhere.
 *
 * @param heads rows that are known to have existed
 * @param keys of the Mastio, by name
 * @param authorities certificates of time stamp authorities
 */
record Trust(List<KnownHead> heads, Map<String, PublicKey> keys, List<X509Certificate> authorities) {

    /** A row and its hash. */
    record KnownHead(RowKey row, String hash) {}
}
