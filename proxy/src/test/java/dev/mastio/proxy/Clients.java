package dev.mastio.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS clients that take any certificate: what is tested is the proxy, not the trust of its clients. */
public final class Clients {

    private Clients() {}

    /** A client that speaks this version, and only this one. */
    public static HttpClient speaking(HttpClient.Version version) {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trustingAnyone())
                .connectTimeout(Duration.ofSeconds(30))
                .build();
    }

    /** A context for raw TLS sockets. */
    public static SSLContext trustingAnyone() {
        return trustingAnyone(new TrustAnyone());
    }

    /** A context that shows a certificate. */
    public static SSLContext showing(KeyManager... certificates) {
        return trustingAnyone(new TrustAnyone(), certificates);
    }

    /** A context that runs this for each server certificate that it gets: never when a session is resumed. */
    public static SSLContext counting(Runnable shaken, KeyManager... certificates) {
        return trustingAnyone(
                new TrustAnyone() {
                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
                        shaken.run();
                    }
                },
                certificates);
    }

    /** A context that trusts those, and nobody else. */
    public static SSLContext trusting(List<X509Certificate> anchors) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (X509Certificate anchor : anchors) {
                trusted.setCertificateEntry(anchor.getSerialNumber().toString(), anchor);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a PEM file like {@code /pki/ca.crt} holds. */
    public static List<X509Certificate> certificates(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext trustingAnyone(TrustManager trust, KeyManager... certificates) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(certificates, new TrustManager[] {trust}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static class TrustAnyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
