package dev.mastio.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate that signs itself, and its key, in PEM files. */
public record CertificateFiles(Path certificate, Path key) {

    private static final String ALIAS = "only";
    /** The JDK's tool wants one of six characters or more; the file that it protects is gone at once. */
    private static final String PASSWORD = "unused";

    private static final Duration ROOT_LIFE = Duration.ofDays(15 * 365);
    private static final int LINE = 64;

    /** A server's, that nobody trusts: those of that folder, made now if it has none. */
    public static CertificateFiles in(Path folder) throws IOException {
        return in(folder, "tls", "CN=localhost");
    }

    /** An Org Root, named as pods find it mounted and like one that the operator makes; made now if the folder has none. */
    static CertificateFiles orgRoot(Path folder) throws IOException {
        return in(
                folder,
                "org-ca",
                "CN=alone CA, O=alone",
                "-validity",
                Long.toString(ROOT_LIFE.toDays()),
                "-sigalg",
                "SHA256withECDSA",
                "-ext",
                "bc:critical=ca:true,pathlen:1",
                "-ext",
                "ku:critical=keyCertSign,cRLSign");
    }

    private static CertificateFiles in(Path folder, String name, String subject, String... further) throws IOException {
        CertificateFiles files = new CertificateFiles(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
        if (!Files.exists(files.key)) files.make(folder.resolve(name + ".p12"), subject, further);
        return files;
    }

    private void make(Path store, String subject, String... further) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                subject,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(further));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            write(certificate, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
            write(key, "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException("keytool made no certificate: " + said, e);
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static void write(Path file, String label, byte[] der) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                        .formatted(
                                label,
                                Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der),
                                label));
    }
}
