package dev.mastio.proxy.pki;

import dev.mastio.proxy.pki.PkiRows.KeyRow;
import dev.mastio.proxy.pki.PkiRows.RetiredRow;
import dev.mastio.proxy.pki.PkiRows.Stored;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what is stored into an {@link Authority}, or says why that does not work. */
final class Opening {

    private final Organisation organisation;
    private final AtRest atRest;

    Opening(Organisation organisation, AtRest atRest) {
        this.organisation = organisation;
        this.atRest = atRest;
    }

    Authority authority(Stored stored, Optional<Given> given) throws PkiException {
        X509Certificate root = root(stored);
        X509Certificate intermediate = certificate(stored.certificate(PkiRows.INTERMEDIATE));
        String org = stored.values().getOrDefault(PkiRows.ORG, "");
        checkSame(org, root, given);
        String sealed = stored.secrets().get(PkiRows.INTERMEDIATE);
        if (sealed == null || stored.tokenKeys().isEmpty()) {
            throw new PkiException("the store lacks the Intermediate's key or the key that signs tokens");
        }
        List<Retired> retired = new ArrayList<>();
        for (RetiredRow row : stored.retired()) {
            retired.add(new Retired(certificate(Optional.of(row.certificatePem())), row.until()));
        }
        return new Authority(
                stored.epoch().orElseThrow(),
                org,
                organisation.trustDomain(),
                root,
                Secret.openIssuer(sealed, intermediate, atRest),
                List.copyOf(retired),
                tokenKeys(stored.tokenKeys()));
    }

    /** The Org Root, for which no key is needed. */
    X509Certificate root(Stored stored) throws PkiException {
        return certificate(stored.certificate(PkiRows.ROOT));
    }

    private void checkSame(String org, X509Certificate root, Optional<Given> given) throws PkiException {
        if (organisation.name().isPresent() && !organisation.name().get().equals(org)) {
            throw new PkiException(
                    "MCP_PROXY_ORG_ID is \"" + organisation.name().get() + "\", but the store belongs to \"" + org
                            + "\"; set it to that, or use another database");
        }
        if (given.isPresent()) {
            requireSame(root, given.get());
        }
    }

    /** Nobody goes over to another root: what it signs would be worth nothing to those who know the former one. */
    void requireSame(X509Certificate root, Given given) throws PkiException {
        if (!given.root().equals(root)) {
            throw new PkiException("the Org Root in " + organisation.given().orElseThrow()
                    + " is not the one that the store was made with; give that one, or use another database (SHA-256 "
                    + Fingerprints.of(given.root()) + ", the store's " + Fingerprints.of(root) + ")");
        }
    }

    private List<TokenKey> tokenKeys(List<KeyRow> rows) throws PkiException {
        List<TokenKey> keys = new ArrayList<>();
        for (KeyRow row : rows) {
            X509Certificate certificate = certificate(Optional.of(row.certificatePem()));
            Optional<PrivateKey> key = keys.isEmpty()
                    ? Optional.of(Secret.openKey(row.privateKey(), certificate, atRest))
                    : Optional.empty();
            keys.add(new TokenKey(
                    row.kid(), certificate.getPublicKey(), key, certificate, row.since(), row.replaced(), row.until()));
        }
        return List.copyOf(keys);
    }

    private static X509Certificate certificate(Optional<String> pem) throws PkiException {
        try {
            return Pem.certificate(pem.orElse(""));
        } catch (UnreadablePemException e) {
            throw new PkiException("a certificate in the store is missing or damaged: " + e.getMessage(), e);
        }
    }
}
