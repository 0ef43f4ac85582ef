package dev.mastio.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/** Makes the TLS engines of a run: BoringSSL through Conscrypt where its native library loads, else the JDK's. */
final class TlsClient {

    private final SSLContext context;
    private final boolean verifyHost;
    private final boolean nativeEngine;

    private TlsClient(SSLContext context, boolean verifyHost, boolean nativeEngine) {
        this.context = context;
        this.verifyHost = verifyHost;
        this.nativeEngine = nativeEngine;
    }

    static TlsClient of(Trust trust, boolean preferNative) {
        Provider provider = preferNative ? conscrypt() : null;
        try {
            SSLContext context =
                    provider == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", provider);
            context.init(null, trustManagers(trust), null);
            return new TlsClient(context, !(trust instanceof Trust.Anything), provider != null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS client: " + e.getMessage(), e);
        }
    }

    SSLEngine engine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        if (verifyHost) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    SSLContext context() {
        return context;
    }

    /** Conscrypt works on native memory, the JDK's engine on arrays; the other kind costs each a copy. */
    ByteBuffer buffer(int size) {
        return nativeEngine ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    /** Null where there is no native library for this platform, or no writable folder to unpack it to. */
    private static @Nullable Provider conscrypt() {
        try {
            return Conscrypt.isAvailable() ? Conscrypt.newProvider() : null;
        } catch (LinkageError e) {
            return null;
        }
    }

    private static TrustManager @Nullable [] trustManagers(Trust trust) throws GeneralSecurityException {
        return switch (trust) {
            case Trust.Platform _ -> authorities(null);
            case Trust.Authority authority -> authorities(keyStoreOf(authority));
            case Trust.Anything _ -> new TrustManager[] {new AnyCertificate()};
        };
    }

    private static TrustManager[] authorities(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager jdk) return new TrustManager[] {new VerifiedChain(jdk)};
        }
        throw new IllegalStateException("this JDK has no X.509 trust manager");
    }

    private static KeyStore keyStoreOf(Trust.Authority authority) throws GeneralSecurityException {
        Collection<? extends Certificate> certificates;
        try (InputStream pem = Files.newInputStream(authority.pem())) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "CA file '" + authority.pem() + "' is not a readable PEM file with certificates: " + e, e);
        }
        if (certificates.isEmpty())
            throw new IllegalArgumentException("CA file '" + authority.pem() + "' holds no certificate");
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store could not be made", e);
        }
        for (Certificate certificate : List.copyOf(certificates))
            store.setCertificateEntry("ca-" + store.size(), certificate);
        return store;
    }
}
