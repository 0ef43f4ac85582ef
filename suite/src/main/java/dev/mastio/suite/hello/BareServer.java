package dev.mastio.suite.hello;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;

/** Answers every request with the same few words: Undertow with the proxy's TLS engine on one port and without TLS on another, and nothing else. */
public final class BareServer {

    /** What the load program takes for the answer of a healthy server. */
    private static final String HELLO = "{\"status\":\"ok\"}";

    private static final char[] NO_PASSWORD = new char[0];

    private BareServer() {}

    /** With an address, a TLS port, a plain port, and the files of certificate and key. */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        HttpHandler hello = exchange -> exchange.getResponseSender().send(HELLO);
        Undertow.builder()
                .setIoThreads(1)
                .setWorkerThreads(1)
                .addHttpsListener(
                        Integer.parseInt(arguments[1]),
                        arguments[0],
                        tls(Path.of(arguments[3]), Path.of(arguments[4])),
                        hello)
                .addHttpListener(Integer.parseInt(arguments[2]), arguments[0], hello)
                .build()
                .start();
    }

    private static SSLContext tls(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificateFile)));
        byte[] der = Base64.getMimeDecoder().decode(Files.readString(keyFile).replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        // Not PKCS12, which would stretch even an empty password.
        KeyStore keys = KeyStore.getInstance("JKS");
        keys.load(null, NO_PASSWORD);
        keys.setKeyEntry("server", key, NO_PASSWORD, new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
        managers.init(keys, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
        // Trusts nobody; null would read the JDK's list of authorities.
        context.init(managers.getKeyManagers(), new TrustManager[0], null);
        return context;
    }
}
