package dev.mastio.proxy.pki;

import dev.mastio.proxy.crypto.CertificateChain;
import dev.mastio.proxy.crypto.CertificationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What an operator gives instead of letting us make it: the Org Root, with its key or without, and perhaps an Intermediate.
 *
 * @param rootKey absent when the root is kept elsewhere; then it cannot sign new Intermediates here
 */
record Given(X509Certificate root, Optional<Issuer> rootKey, Optional<Issuer> intermediate) {

    static final String ROOT = "org-ca";
    static final String INTERMEDIATE = "mastio-ca";

    /**
     * Reads {@code org-ca.crt}, {@code org-ca.key}, {@code mastio-ca.crt} and {@code mastio-ca.key}, of which only the first must be
     * there. Whether they are in their time is for {@link #inTime} and {@link #requireIntermediateIsValid} to say.
     *
     * @throws PkiException if they do not work or do not belong together
     */
    static Given from(Path directory) throws PkiException {
        X509Certificate root = certificate(directory, ROOT)
                .orElseThrow(
                        () -> new PkiException(directory + " has no " + ROOT + ".crt, the Org Root's certificate"));
        Optional<Issuer> rootKey = issuer(directory, ROOT);
        Optional<Issuer> intermediate = issuer(directory, INTERMEDIATE);
        if (rootKey.isEmpty() && intermediate.isEmpty()) {
            throw new PkiException(directory + " has neither " + ROOT + ".key nor " + INTERMEDIATE + ".crt with "
                    + INTERMEDIATE + ".key: nothing could sign certificates");
        }
        if (intermediate.isPresent()
                && !CertificateChain.isSigned(intermediate.get().certificate(), root)) {
            throw new PkiException(
                    directory.resolve(INTERMEDIATE + ".crt") + " is not signed by the Org Root beside it");
        }
        return new Given(root, rootKey, intermediate);
    }

    /**
     * What an organisation can be founded with now: without an Intermediate that is not in its time, if the root can sign another.
     *
     * @throws PkiException if the root is not in its time, or an Intermediate without which nothing can be signed
     */
    Given inTime(Instant now) throws PkiException {
        requireIsValid(ROOT + ".crt, the Org Root given,", root, now);
        if (rootKey.isEmpty()) {
            requireIntermediateIsValid(now);
        }
        return new Given(
                root, rootKey, intermediate.filter(issuer -> CertificateChain.isValid(issuer.certificate(), now)));
    }

    /**
     * Returns if there is no Intermediate, or one that is in its time. Only asked when it is to be used: one that was replaced long ago
     * may still lie there.
     *
     * @throws PkiException if there is one that is not
     */
    void requireIntermediateIsValid(Instant now) throws PkiException {
        if (intermediate.isPresent()) {
            requireIsValid(
                    INTERMEDIATE + ".crt, the Intermediate given,",
                    intermediate.get().certificate(),
                    now);
        }
    }

    private static void requireIsValid(String what, X509Certificate certificate, Instant now) throws PkiException {
        if (CertificateChain.isValid(certificate, now)) {
            return;
        }
        Instant from = certificate.getNotBefore().toInstant();
        throw new PkiException(
                now.isBefore(from)
                        ? "%s is not valid before %s, and it is %s here: set the clock right, or give one that is valid now"
                                .formatted(what, from, now)
                        : "%s has expired at %s: nobody would believe what it certifies; give one that is valid"
                                .formatted(what, certificate.getNotAfter().toInstant()));
    }

    private static Optional<Issuer> issuer(Path directory, String name) throws PkiException {
        Path file = directory.resolve(name + ".key");
        Optional<X509Certificate> certificate = certificate(directory, name);
        if (!Files.exists(file) || certificate.isEmpty()) {
            return Optional.empty();
        }
        if (!CertificateChain.isAuthority(certificate.get())) {
            throw new PkiException(directory.resolve(name + ".crt") + " is not the certificate of an authority");
        }
        PrivateKey key = key(file);
        if (!CertificationKeys.belongTogether(key, certificate.get().getPublicKey())) {
            throw new PkiException(file + " is not the key of the certificate beside it");
        }
        return Optional.of(new Issuer(certificate.get(), key));
    }

    private static Optional<X509Certificate> certificate(Path directory, String name) throws PkiException {
        Path file = directory.resolve(name + ".crt");
        try {
            return Files.exists(file) ? Optional.of(Pem.certificate(Files.readString(file))) : Optional.empty();
        } catch (IOException | UnreadablePemException e) {
            throw new PkiException(file + ": " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) throws PkiException {
        try {
            return Pem.privateKey(Files.readString(file));
        } catch (IOException | UnreadablePemException e) {
            throw new PkiException(file + ": " + e.getMessage(), e);
        }
    }
}
