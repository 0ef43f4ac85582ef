package dev.mastio.proxy.pki;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The organisation's certification at one moment. Other replicas may change it, so ask {@link Pki} anew for each request.
 *
 * @param epoch counts the changes
 * @param retired former Intermediates, some perhaps still in their grace
 * @param tokenKeys the one in use first
 */
public record Authority(
        long epoch,
        String org,
        String trustDomain,
        X509Certificate root,
        Issuer intermediate,
        List<Retired> retired,
        List<TokenKey> tokenKeys) {

    private static final Duration SHORT = Duration.ofHours(1);

    private static final String LEAVES_ALONE = "org_ca_legacy_pathlen_zero";

    /**
     * What works, but not with everybody, and only the organisation can mend, in the contract's words: the original's first roots may
     * certify leaves alone, so that strict clients believe no Intermediate of theirs.
     */
    public List<String> warnings() {
        return root.getBasicConstraints() == 0 ? List.of(LEAVES_ALONE) : List.of();
    }

    /** The key that signs tokens now. */
    public TokenKey tokenKey() {
        return tokenKeys.getFirst();
    }

    /** The key of that name, if tokens that it signed are good now. */
    public Optional<TokenKey> tokenKey(String kid, Instant now) {
        return tokenKeys.stream()
                .filter(key -> key.kid().equals(kid) && key.isValid(now))
                .findFirst();
    }

    /** All keys whose tokens are good now, by name. */
    List<TokenKey> tokenKeys(Instant now) {
        return tokenKeys.stream()
                .filter(key -> key.isValid(now))
                .sorted(Comparator.comparing(TokenKey::kid))
                .toList();
    }

    /** Org Root first, then the Intermediates whose certificates are good now: what clients and the TLS edge build chains with. */
    public List<X509Certificate> anchors(Instant now) {
        List<X509Certificate> anchors = new ArrayList<>(List.of(root, intermediate.certificate()));
        retired.stream()
                .filter(former -> now.isBefore(former.until()))
                .map(Retired::certificate)
                .forEach(anchors::add);
        return anchors;
    }

    /**
     * Whether this certificate, found in a chain, is that of an Intermediate of ours whose grace is over. Known by its key, because
     * anybody can write an ECDSA signature anew so that it still holds and the certificate is another; but a key may go on under a
     * later certificate.
     */
    public boolean isWithdrawn(X509Certificate certificate, Instant now) {
        PublicKey key = certificate.getPublicKey();
        return retired.stream()
                        .anyMatch(former -> !now.isBefore(former.until())
                                && former.certificate().getPublicKey().equals(key))
                && anchors(now).stream()
                        .noneMatch(anchor -> anchor.getPublicKey().equals(key));
    }

    /** A certificate for an agent, good for a year: leaf and Intermediate. */
    public List<X509Certificate> certifyAgent(String name, PublicKey key, Instant now) {
        return chain(Template.agent(org, org + "::" + name, spiffeId(name)), key, now);
    }

    /** A certificate for a typed principal, good for an hour: leaf and Intermediate. */
    public List<X509Certificate> certifyShortly(String type, String name, PublicKey key, Instant now) {
        String id = org + "::" + type + "::" + name;
        return chain(Template.principal(org, id, spiffeId(type + "/" + name), SHORT), key, now);
    }

    /** A certificate for the listener, good for 90 days: leaf and Intermediate. */
    List<X509Certificate> certifyServer(List<String> names, PublicKey key, Instant now) {
        return chain(Template.server(names), key, now);
    }

    /** The SPIFFE id of an agent, in the older form without type, which is also the one in certificates. */
    public String spiffeId(String name) {
        return "spiffe://" + trustDomain + "/" + org + "/" + name;
    }

    private List<X509Certificate> chain(Template template, PublicKey key, Instant now) {
        return List.of(intermediate.issue(template, key, now), intermediate.certificate());
    }
}
