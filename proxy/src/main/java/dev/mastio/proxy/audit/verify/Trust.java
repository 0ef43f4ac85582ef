package dev.mastio.proxy.audit.verify;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * What the one who checks knows from elsewhere.
 *
 * @param heads rows that are known to have existed
 * @param keys of the Mastio, by name; none if those in the files are to do
 * @param authorities certificates of time stamp authorities; none if nobody has to vouch for them
 */
record Trust(List<KnownHead> heads, Map<String, PublicKey> keys, List<X509Certificate> authorities) {

    /** A row and its hash. */
    record KnownHead(RowKey row, String hash) {}

    /** Whether only keys that are given are believed. */
    boolean namesKeys() {
        return !keys.isEmpty();
    }

    /** Whether only authorities that are given are believed. */
    boolean namesAuthorities() {
        return !authorities.isEmpty();
    }
}
