package dev.mastio.operator.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** One real TLS handshake on loopback, by a client that checks chain and host name as any client would. */
final class Handshake {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final char[] NO_PASSWORD = {};

    /** Protocol and cipher suite that both agreed on; each side reads its entries of a PKI. */
    static String between(Map<String, String> server, Map<String, String> client, String host) throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket) serverContext(server)
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            listener.setSoTimeout(PATIENCE_MILLIS);
            Future<?> answered = threads.submit(() -> answer(listener));
            String agreed = call(listener, client, host);
            answered.get();
            return agreed;
        }
    }

    private static Void answer(SSLServerSocket listener) throws IOException {
        try (SSLSocket connection = (SSLSocket) listener.accept()) {
            connection.setSoTimeout(PATIENCE_MILLIS);
            connection.startHandshake();
            return null;
        }
    }

    private static String call(SSLServerSocket listener, Map<String, String> client, String host) throws Exception {
        Socket plain = new Socket(listener.getInetAddress(), listener.getLocalPort());
        try (SSLSocket socket = (SSLSocket)
                clientContext(client).getSocketFactory().createSocket(plain, host, listener.getLocalPort(), true)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
        }
    }

    private static SSLContext serverContext(Map<String, String> server) throws GeneralSecurityException, IOException {
        KeyStore keys = emptyStore();
        X509Certificate certificate = Pem.certificate(entry(server, PkiState.CERTIFICATE));
        keys.setKeyEntry(
                "server", Pem.ecKey(entry(server, PkiState.KEY)), NO_PASSWORD, new X509Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext clientContext(Map<String, String> client) throws GeneralSecurityException, IOException {
        KeyStore authorities = emptyStore();
        authorities.setCertificateEntry("ca", Pem.certificate(entry(client, PkiState.CA_CERTIFICATE)));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static String entry(Map<String, String> entries, String name) {
        return entries.getOrDefault(name, "");
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private Handshake() {}
}
