package dev.mastio.proxy.audit.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * What an anchor carries: {@code MK|digest|time}, which proves nothing and is there for tests, or {@code T1|} and a time stamp token
 * (RFC 3161) whose message imprint is the row's hash.
 */
public final class AnchorToken {

    private static final byte[] MOCK = "MK|".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIME_STAMP = "T1|".getBytes(StandardCharsets.US_ASCII);

    private AnchorToken() {}

    /** What came of looking at one. */
    public sealed interface Finding {

        /** It is about that row, and signed by an authority whose certificate is trusted. */
        record Good(Date time, String authority) implements Finding {}

        /** It is about that row and its signature fits the certificate that it brings along, whose issuer is not known here. */
        record Untrusted(Date time, String authority) implements Finding {}

        /** A mock about that row. */
        record Mock() implements Finding {}

        /** It is wrong. */
        record Invalid(String reason) implements Finding {}

        /** It cannot be checked: it lacks its certificate. */
        record Unverifiable(String reason) implements Finding {}
    }

    /** A token as it is stored and exported. */
    public static String base64(TimeStampToken token) throws IOException {
        byte[] der = token.getEncoded("DER");
        byte[] prefixed = Arrays.copyOf(TIME_STAMP, TIME_STAMP.length + der.length);
        System.arraycopy(der, 0, prefixed, TIME_STAMP.length, der.length);
        return Base64.getEncoder().encodeToString(prefixed);
    }

    /**
     * Looks at one.
     *
     * @param rowHash the hash of the row that it must be about
     * @param trusted certificates of authorities, or of those who certify them
     */
    public static Finding check(String base64, String rowHash, Collection<X509Certificate> trusted) {
        byte[] token;
        try {
            token = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new Finding.Invalid("not base64");
        }
        if (startsWith(token, MOCK)) {
            String[] parts = new String(token, StandardCharsets.UTF_8).split("\\|", -1);
            return parts.length == 3 && parts[1].equals(rowHash)
                    ? new Finding.Mock()
                    : new Finding.Invalid("the mock is about another hash");
        }
        return startsWith(token, TIME_STAMP)
                ? timeStamp(Arrays.copyOfRange(token, TIME_STAMP.length, token.length), rowHash, trusted)
                : new Finding.Invalid("no known kind of token");
    }

    private static Finding timeStamp(byte[] der, String rowHash, Collection<X509Certificate> trusted) {
        try {
            TimeStampToken token = new TimeStampToken(ContentInfo.getInstance(der));
            byte[] imprint = token.getTimeStampInfo().getMessageImprintDigest();
            if (!HexFormat.of().formatHex(imprint).equals(rowHash)) {
                return new Finding.Invalid("the time stamp is about another hash");
            }
            return signature(token, trusted);
        } catch (CertificateException | OperatorCreationException e) {
            return new Finding.Invalid("its certificate cannot be used: " + e.getMessage());
        } catch (TSPException | IOException | CMSException | RuntimeException e) {
            // The parser throws whatever comes of it where a part is missing, or is another thing.
            return new Finding.Invalid("no time stamp token: " + e.getMessage());
        }
    }

    private static Finding signature(TimeStampToken token, Collection<X509Certificate> trusted)
            throws CertificateException, OperatorCreationException, CMSException, TSPException {
        List<X509Certificate> known = new ArrayList<>(trusted);
        for (X509CertificateHolder brought : token.getCertificates().getMatches(null)) {
            known.add(new JcaX509CertificateConverter().getCertificate(brought));
        }
        for (X509Certificate candidate : known) {
            if (token.getSID().match(new JcaX509CertificateHolder(candidate))) {
                return validated(token, candidate, trusted, known);
            }
        }
        return new Finding.Unverifiable("the certificate of its authority is neither in it nor given");
    }

    private static Finding validated(
            TimeStampToken token,
            X509Certificate signer,
            Collection<X509Certificate> trusted,
            Collection<X509Certificate> known)
            throws OperatorCreationException {
        try {
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
        } catch (TSPException e) {
            return new Finding.Invalid("its signature is wrong: " + e.getMessage());
        }
        Date time = token.getTimeStampInfo().getGenTime();
        String name = signer.getSubjectX500Principal().getName();
        return trusted.contains(signer) || leadsTo(trusted, signer, known, time)
                ? new Finding.Good(time, name)
                : new Finding.Untrusted(time, name);
    }

    /** As it was at that time: a certificate that has expired since was good then. */
    private static boolean leadsTo(
            Collection<X509Certificate> trusted, X509Certificate signer, Collection<X509Certificate> known, Date time) {
        if (trusted.isEmpty()) {
            return false;
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(signer);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(
                    trusted.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet()), target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
            parameters.setDate(time);
            parameters.setRevocationEnabled(false);
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
