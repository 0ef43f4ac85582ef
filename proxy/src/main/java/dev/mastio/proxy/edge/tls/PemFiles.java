package dev.mastio.proxy.edge.tls;

import dev.mastio.proxy.config.Settings.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads an {@link Identity} from PEM files. */
final class PemFiles {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final String ADVICE =
            "it has no unencrypted private key; convert it with: openssl pkcs8 -topk8 -nodes -in KEY";

    private PemFiles() {}

    /**
     * Reads chain and key and checks that they belong together.
     *
     * @param engine what will sign with the key
     * @throws TlsFilesException saying which file does not work and what to do
     */
    static Identity identity(TlsFiles files, TlsEngine engine) throws TlsFilesException {
        List<X509Certificate> chain = chain(files.certificate());
        PublicKey publicKey = chain.getFirst().getPublicKey();
        PrivateKey key = key(files.key(), publicKey.getAlgorithm(), engine);
        if (!belongTogether(key, publicKey, engine)) {
            throw new TlsFilesException(
                    files.key(), "it is not the key of the first certificate in " + files.certificate());
        }
        return new Identity(key, chain);
    }

    /** Reads certificates. */
    static List<X509Certificate> chain(Path file) throws TlsFilesException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (chain.isEmpty()) {
                throw new TlsFilesException(file, "it has no certificate; give a PEM chain, leaf first");
            }
            return chain;
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsFilesException(file, "it is no readable PEM certificate chain", e);
        }
    }

    private static PrivateKey key(Path file, String algorithm, TlsEngine engine) throws TlsFilesException {
        try {
            String text = Files.readString(file);
            Matcher pem = PKCS8.matcher(text);
            if (!pem.find()) {
                return keyOfOtherForm(file, text);
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
            return engine.signatures().keys(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsFilesException(
                    file, "it is no readable " + algorithm + " key, which the certificate calls for", e);
        }
    }

    /** What openssl and others wrote before PKCS#8 became usual: {@code EC PRIVATE KEY}, {@code RSA PRIVATE KEY}. */
    private static PrivateKey keyOfOtherForm(Path file, String text) throws TlsFilesException {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (IOException e) {
            throw new TlsFilesException(file, ADVICE, e);
        }
        throw new TlsFilesException(file, ADVICE);
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey, TlsEngine engine) {
        String algorithm = "EC".equals(key.getAlgorithm()) ? "SHA256withECDSA" : "SHA256withRSA";
        byte[] sample = {1, 2, 3};
        try {
            Signature signature = engine.signatures().signature(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(sample);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with a key of type " + key.getAlgorithm(), e);
        }
    }
}
