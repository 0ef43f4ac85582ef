package dev.mastio.operator.tls;

import dev.mastio.operator.tls.PkiState.Change;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Keeps the PKI of an instance good: makes it once, and renews of it what nears its end. */
public final class SelfManagedPki {

    private static final Duration RENEW_SERVER = Duration.ofDays(30);

    /** Instances that were made on one day do not all renew on one day. */
    private static final Duration SPREAD = Duration.ofDays(15);

    /** Well above the life of a server certificate, so that none outlives the CA that signed it. */
    private static final Duration RENEW_AUTHORITY = Duration.ofDays(2 * 365);

    private static final int DNS_NAME = 2;

    private final String namespace;
    private final String instance;
    private final Set<String> dnsNames;
    private final Duration renewServer;
    private final Issuer issuer = new Issuer();

    /**
     * The PKI of one instance.
     *
     * @param dnsNames host names that clients call the server by
     */
    public SelfManagedPki(String namespace, String instance, Collection<String> dnsNames) {
        this.namespace = namespace;
        this.instance = instance;
        // Not hashCode, by which demo-1 and demo-2 would be a second apart.
        byte[] name = (namespace + "/" + instance).getBytes(StandardCharsets.UTF_8);
        long anyNumber = UUID.nameUUIDFromBytes(name).getLeastSignificantBits();
        renewServer = RENEW_SERVER.plusSeconds(Math.floorMod(anyNumber, SPREAD.toSeconds()));
        this.dnsNames = new TreeSet<>(dnsNames);
    }

    /**
     * What the Secret shall hold now. Without need it is what it held before. A CA whose key is not there, or is not its key, is
     * never replaced: who trusts it would trust nobody any more, and somebody may have the key in a safe.
     *
     * @param present PEM texts by entry name as the Secret holds them; empty without a Secret
     */
    public PkiState ensure(Map<String, String> present, Instant now) {
        try {
            Optional<Existing> existing = read(present);
            if (existing.isEmpty() && hasAuthority(present)) {
                return new PkiState(new TreeMap<>(present), Change.HELD, Instant.MAX);
            }
            if (existing.isEmpty()) {
                Change change = present.isEmpty() ? Change.CREATED : Change.REPLACED;
                return withServer(issuer.newAuthority(namespace, instance, now), change, now);
            }
            return renewed(existing.get(), now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the PKI of " + namespace + "/" + instance + " can't be made", e);
        }
    }

    private PkiState renewed(Existing existing, Instant now) throws GeneralSecurityException {
        if (ends(existing.authority).minus(RENEW_AUTHORITY).isBefore(now)
                || begins(existing.authority).isAfter(now)) {
            return withServer(issuer.renewAuthority(existing.authority, now), Change.AUTHORITY_RENEWED, now);
        }
        if (existing.server.isEmpty() || !fits(existing.server.get(), existing.authority, now)) {
            return withServer(existing.authority, Change.SERVER_RENEWED, now);
        }
        return state(existing.authority, existing.server.get(), Change.KEPT);
    }

    private PkiState withServer(KeyedCertificate authority, Change change, Instant now)
            throws GeneralSecurityException {
        return state(authority, issuer.newServer(authority, dnsNames, now), change);
    }

    private PkiState state(KeyedCertificate authority, KeyedCertificate server, Change change)
            throws GeneralSecurityException {
        return PkiState.of(
                Pem.of(authority.certificate()),
                Pem.of(authority.key()),
                Pem.of(server.certificate()),
                Pem.of(server.key()),
                change,
                ends(server).minus(renewServer));
    }

    private boolean fits(KeyedCertificate server, KeyedCertificate authority, Instant now)
            throws GeneralSecurityException {
        return ends(server).minus(renewServer).isAfter(now)
                && !begins(server).isAfter(now)
                && namesOf(server.certificate()).equals(dnsNames)
                && signs(authority.certificate().getPublicKey(), server.certificate());
    }

    /** In the future if a clock was ahead when it was made; until then clients would refuse it. */
    private static Instant begins(KeyedCertificate certificate) {
        return certificate.certificate().getNotBefore().toInstant();
    }

    private static Instant ends(KeyedCertificate certificate) {
        return certificate.certificate().getNotAfter().toInstant();
    }

    private static Set<String> namesOf(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) return Set.of();
        return names.stream()
                .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
                .map(name -> String.valueOf(name.get(1)))
                .collect(Collectors.toSet());
    }

    private static boolean signs(PublicKey key, X509Certificate certificate) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException notByIt) {
            return false;
        }
    }

    private static boolean hasAuthority(Map<String, String> present) {
        String pem = present.get(PkiState.CA_CERTIFICATE);
        if (pem == null) return false;
        try {
            Pem.certificate(pem);
            return true;
        } catch (GeneralSecurityException unreadable) {
            return false;
        }
    }

    /** An unreadable CA is no CA; an unreadable server certificate is made anew by a readable CA. */
    private static Optional<Existing> read(Map<String, String> present) {
        return pair(present, PkiState.CA_CERTIFICATE, PkiState.CA_KEY)
                .map(authority -> new Existing(authority, pair(present, PkiState.CERTIFICATE, PkiState.KEY)));
    }

    private static Optional<KeyedCertificate> pair(Map<String, String> present, String certificate, String key) {
        String certificatePem = present.get(certificate);
        String keyPem = present.get(key);
        if (certificatePem == null || keyPem == null) return Optional.empty();
        try {
            KeyedCertificate pair = new KeyedCertificate(Pem.certificate(certificatePem), Pem.ecKey(keyPem));
            return belongTogether(pair) ? Optional.of(pair) : Optional.empty();
        } catch (GeneralSecurityException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean belongTogether(KeyedCertificate pair) throws GeneralSecurityException {
        byte[] text = {1};
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.key());
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(pair.certificate().getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }

    private record Existing(KeyedCertificate authority, Optional<KeyedCertificate> server) {}
}
