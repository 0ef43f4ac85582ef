package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.CertificationKeys;
import dev.mastio.proxy.crypto.CertifiedKey;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the listener shows where it was given no certificate: one that the Intermediate issued, so that whoever trusts {@code /pki/ca.crt}
 * trusts the server. Each replica has its own, and none of them is stored.
 */
public final class ServerCertificate {

    private final Pki pki;
    private final List<String> names;
    private final Duration renewal;
    private final InstantSource clock;
    private volatile @Nullable CertifiedKey current;

    /**
     * One for those names.
     *
     * @param names hosts and addresses that clients call the server by; the first is the subject
     * @param renewal how long before its end it is replaced
     */
    public ServerCertificate(Pki pki, List<String> names, Duration renewal, InstantSource clock) {
        this.pki = pki;
        this.names = names;
        this.renewal = renewal;
        this.clock = clock;
    }

    /**
     * The one to show now; another one when it has not begun or is due for renewal, or the Intermediate was replaced. Empty as long as the
     * certification is not loaded.
     */
    public Optional<CertifiedKey> current() {
        CertifiedKey known = current;
        return pki.authority().map(authority -> known != null && isGood(known, authority) ? known : renewed());
    }

    private synchronized CertifiedKey renewed() {
        // Not the authority of the question: while this one waited, there may have come another, and a certificate of
        // it.
        Authority authority = pki.authority().orElseThrow();
        CertifiedKey known = current;
        if (known != null && isGood(known, authority)) {
            return known;
        }
        KeyPair pair = CertificationKeys.newKeyPair();
        CertifiedKey fresh =
                new CertifiedKey(pair.getPrivate(), authority.certifyServer(names, pair.getPublic(), clock.instant()));
        current = fresh;
        return fresh;
    }

    private boolean isGood(CertifiedKey known, Authority authority) {
        X509Certificate intermediate = authority.intermediate().certificate();
        if (!known.chain().getLast().equals(intermediate)) {
            return false;
        }
        // Made while the clock was ahead: clients refuse it until then.
        if (known.chain().getFirst().getNotBefore().toInstant().isAfter(clock.instant())) {
            return false;
        }
        Instant end = end(known.chain().getFirst());
        // An Intermediate near its own end, with nobody here to replace it, can issue nothing that lasts longer.
        return !clock.instant().plus(renewal).isAfter(end) || !end.isBefore(end(intermediate));
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
