package dev.mastio.operator.tls;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the Secret of a self-managed PKI shall hold.
 *
 * @param entries PEM texts by entry name; secret
 * @param change what was done to get there
 * @param renewAt when to look again at the latest
 */
public record PkiState(SortedMap<String, String> entries, Change change, Instant renewAt) {

    /** Entry names of the Secret. */
    public static final String CA_CERTIFICATE = "ca.crt";

    public static final String CA_KEY = "ca.key";
    public static final String CERTIFICATE = "tls.crt";
    public static final String KEY = "tls.key";

    public PkiState {
        entries = new TreeMap<>(entries);
    }

    static PkiState of(String ca, String caKey, String certificate, String key, Change change, Instant renewAt) {
        return new PkiState(
                new TreeMap<>(Map.of(CA_CERTIFICATE, ca, CA_KEY, caKey, CERTIFICATE, certificate, KEY, key)),
                change,
                renewAt);
    }

    /** What happened to a PKI. */
    public enum Change {
        /** Nothing: it is good for a while. */
        KEPT,
        /** There was none. */
        CREATED,
        /** The server certificate was near its end, or for other names. */
        SERVER_RENEWED,
        /** The CA's certificate was near its end; its key and name stay, so clients go on trusting it. */
        AUTHORITY_RENEWED,
        /** Nothing, though something may be due: there is a CA that clients may trust and no key of it to renew by. */
        HELD,
        /** There is no CA that could be read; clients must be given the new one. */
        REPLACED
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "PkiState[" + change + ", renewAt=" + renewAt + "]";
    }
}
