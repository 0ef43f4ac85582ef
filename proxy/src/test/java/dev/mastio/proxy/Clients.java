package dev.mastio.proxy;

import java.net.Socket;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
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
