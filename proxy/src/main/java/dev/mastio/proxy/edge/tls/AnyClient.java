package dev.mastio.proxy.edge.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets every client through its handshake, whatever certificate it shows: a certificate that has expired must not lock a client
 * out of the routes that need none, such as the one where it gets a new one. What the certificate is worth is judged by {@link
 * ClientTrust}, on the routes that look at it.
 */
final class AnyClient extends X509ExtendedTrustManager {

    private final ClientTrust trust;

    AnyClient(ClientTrust trust) {
        this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        // Judged later.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        // Judged later.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        // Judged later.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.authorities().toArray(X509Certificate[]::new);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw servesOnly();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw servesOnly();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw servesOnly();
    }

    private static CertificateException servesOnly() {
        return new CertificateException("this context is for servers");
    }
}
