package dev.mastio.suite;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** One request to an instance through its Service, trusting nothing but the instance's own CA. */
final class TlsProbe {

    private TlsProbe() {}

    static String get(TestNamespace namespace, String instance, String path) throws Exception {
        String authority = namespace
                .client()
                .secrets()
                .inNamespace(namespace.name())
                .withName(instance + "-tls")
                .require()
                .getData()
                .get("ca.crt");
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(trusting(Base64.getDecoder().decode(authority)))
                .sslParameters(name(namespace, instance))
                .build()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(namespace.baseUrl(instance) + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static SSLParameters name(TestNamespace namespace, String instance) {
        SSLParameters parameters = new SSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("%s.%s.svc".formatted(instance, namespace.name()))));
        return parameters;
    }

    private static SSLContext trusting(byte[] pem) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "ca", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
