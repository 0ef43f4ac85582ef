package dev.mastio.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate and its key in PEM files, as a pod finds them in its TLS Secret; one that nobody trusts. */
public record CertificateFiles(Path certificate, Path key) {

    private static final String ALIAS = "server";
    /** The JDK's tool wants one of six characters or more; the file that it protects is gone at once. */
    private static final String PASSWORD = "unused";

    private static final int LINE = 64;

    /** Those of that folder, made now if it has none. */
    public static CertificateFiles in(Path folder) throws IOException {
        CertificateFiles files = new CertificateFiles(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        if (!Files.exists(files.key)) files.make(folder.resolve("tls.p12"));
        return files;
    }

    private void make(Path store) throws IOException {
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
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
