package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.CertificationKeys;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.journal.Note;
import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.wire.Json;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A certification that does not exist yet: Org Root (unless it is given), Intermediate (unless it is given) and the first key that signs
 * tokens. Made and sealed first, then stored at once; of several replicas that do so, the first to store wins.
 *
 * @param ownRoot sealed key of a root that was made here
 */
record Founding(
        String org,
        X509Certificate root,
        Optional<String> ownRoot,
        Issuer intermediate,
        String sealed,
        TokenKey token,
        String sealedToken) {

    static Founding prepare(Organisation organisation, Optional<Given> given, AtRest atRest, Instant now) {
        KeyPair pair = CertificationKeys.newKeyPair();
        String org = organisation
                .name()
                .orElseGet(() -> Fingerprints.organisation(
                        given.map(it -> it.root().getPublicKey()).orElse(pair.getPublic())));
        Optional<Issuer> made =
                given.isPresent() ? Optional.empty() : Optional.of(Issuer.selfSigned(Template.orgRoot(org), pair, now));
        Issuer intermediate = given.flatMap(Given::intermediate)
                .orElseGet(() -> newIntermediate(
                        org, made.or(() -> given.flatMap(Given::rootKey)).orElseThrow(), now));
        TokenKey token = newTokenKey(org, organisation.trustDomain(), intermediate, now);
        return new Founding(
                org,
                given.map(Given::root).or(() -> made.map(Issuer::certificate)).orElseThrow(),
                made.map(root -> Secret.seal(root, atRest, now)),
                intermediate,
                Secret.seal(intermediate, atRest, now),
                token,
                Secret.seal(token, atRest, now));
    }

    static Issuer newIntermediate(String org, Issuer root, Instant now) {
        KeyPair pair = CertificationKeys.newKeyPair();
        return new Issuer(root.issue(Template.intermediate(org), pair.getPublic(), now), pair.getPrivate());
    }

    static TokenKey newTokenKey(String org, String trustDomain, Issuer intermediate, Instant now) {
        KeyPair pair = CertificationKeys.newKeyPair();
        X509Certificate certificate = intermediate.issue(Template.tokenKey(org, trustDomain), pair.getPublic(), now);
        return new TokenKey(
                Fingerprints.kid(pair.getPublic()),
                pair.getPublic(),
                Optional.of(pair.getPrivate()),
                certificate,
                now,
                Optional.empty(),
                certificate.getNotAfter().toInstant());
    }

    /** Whether it was stored; not if another one was there first. */
    boolean store(Connection connection, Journal journal, Instant now) throws SQLException {
        // Whoever inserts this row makes the others wait until its transaction ends, and then they find it there.
        if (!SharedValues.claim(connection, PkiRows.EPOCH, "1")) {
            return false;
        }
        SharedValues.put(connection, PkiRows.ORG, org);
        PkiRows.putAuthority(connection, PkiRows.ROOT, Pem.text(root));
        PkiRows.putAuthority(connection, PkiRows.INTERMEDIATE, Pem.text(intermediate.certificate()));
        if (ownRoot.isPresent()) {
            PkiRows.putSecret(connection, PkiRows.ROOT, ownRoot.get(), now);
        }
        PkiRows.putSecret(connection, PkiRows.INTERMEDIATE, sealed, now);
        PkiRows.insertTokenKey(connection, token, sealedToken);
        journal.write(
                connection,
                new Note(
                        Note.ADMIN,
                        "pki.create",
                        Json.object()
                                .put("org_id", org)
                                .put("root_sha256", Fingerprints.of(root))
                                .put("root_given", ownRoot.isEmpty())
                                .put("intermediate_sha256", Fingerprints.of(intermediate.certificate()))
                                .put("kid", token.kid())));
        return true;
    }

    /** Never shows the keys: records end up in log lines. */
    @Override
    public String toString() {
        return "Founding[" + org + "]";
    }
}
