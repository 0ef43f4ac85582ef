package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.pki.Authority;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.SignedRequest;
import dev.mastio.proxy.pki.UnacceptableKeyException;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Refusal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/** Certificates of an hour for users and workloads. The first key that is certified for one is the only one ever after. */
public final class Certification {

    private final Store store;
    private final Pki pki;
    private final Principals principals;
    private final InstantSource clock;

    public Certification(Store store, Pki pki, Principals principals, InstantSource clock) {
        this.store = store;
        this.pki = pki;
        this.principals = principals;
        this.clock = clock;
    }

    /**
     * Certifies the key of that request, and notes that.
     *
     * @return leaf and Intermediate
     * @throws Refusal 400 for a request that is no good, 403 for a caller or a key that is not the right one, 404 for an unknown
     *     principal
     */
    public List<X509Certificate> certify(Requester caller, String principalId, String requestPem)
            throws Refusal, SQLException {
        Authority authority = pki.required();
        Subject subject = Subject.of(principalId, authority);
        if (!subject.mayBeRequestedBy(caller, authority.org())) {
            throw new Refusal(403, "only workloads may request certificates, for users and for themselves");
        }
        PublicKey key = key(requestPem);
        List<X509Certificate> chain =
                authority.certifyShortly(subject.type().wire(), subject.name(), key, clock.instant());
        String id = subject.id(authority.org());
        Principals.Pin pin = store.write(
                connection -> principals.certify(connection, subject.type(), id, Fingerprints.of(key), caller.id()));
        return switch (pin) {
            case HOLDS -> chain;
            case REVOKED -> throw new Refusal(403, "this principal is revoked");
            case DIFFERS -> throw new Refusal(403, "another key is pinned for this principal");
            case NOBODY -> throw new Refusal(404, "principal not found");
        };
    }

    private static PublicKey key(String pem) throws Refusal {
        try {
            return SignedRequest.key(pem);
        } catch (UnacceptableKeyException e) {
            throw new Refusal(400, "csr_pem: " + e.getMessage());
        }
    }
}
