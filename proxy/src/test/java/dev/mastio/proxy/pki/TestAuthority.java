package dev.mastio.proxy.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/** A certification without a store. */
public final class TestAuthority {

    private TestAuthority() {}

    /** Of an organisation "acme", made at that time. */
    public static Authority made(Instant now) {
        Issuer root = Issuer.selfSigned(Template.orgRoot("acme"), TestKeys.p256(), now);
        Issuer intermediate = Founding.newIntermediate("acme", root, now);
        TokenKey token = Founding.newTokenKey("acme", "cullis.local", intermediate, now);
        return new Authority(1, "acme", "cullis.local", root.certificate(), intermediate, List.of(), List.of(token));
    }

    /** Writes an Org Root and its key that may certify leaves alone, as the original's first ones. */
    public static void putLegacyRoot(Path directory) throws IOException {
        Issuer root =
                Issuer.selfSigned(allowed(KeyUsage.keyCertSign | KeyUsage.cRLSign, 0), TestKeys.p256(), Instant.now());
        Files.writeString(directory.resolve(Given.ROOT + ".crt"), Pem.text(root.certificate()));
        Files.writeString(directory.resolve(Given.ROOT + ".key"), Pem.text(root.key()));
    }

    /** What the certificate of an authority says that may use its key for that. */
    static Template allowed(int usage) {
        return allowed(usage, 1);
    }

    private static Template allowed(int usage, int pathLength) {
        try {
            return new Template(
                    new X500Name("CN=an authority"),
                    Duration.ofDays(365),
                    List.of(
                            new Extension(
                                    Extension.basicConstraints, true, new BasicConstraints(pathLength).getEncoded()),
                            new Extension(Extension.keyUsage, true, new KeyUsage(usage).getEncoded())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** That authority, with a former Intermediate. */
    static Authority withRetired(Authority authority, Retired retired) {
        return new Authority(
                2,
                authority.org(),
                authority.trustDomain(),
                authority.root(),
                authority.intermediate(),
                List.of(retired),
                authority.tokenKeys());
    }

    /** A passphrase long enough for production. */
    public static Optional<String> passphrase() {
        return Optional.of("a passphrase of thirty-two letters");
    }
}
