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

/**
 * A client of an instance that comes through its Service and trusts one certificate only.
 *
 * @param secret whose
 * @param entry certificate it is
 */
record TlsProbe(TestNamespace namespace, String instance, String secret, String entry) {

    /** Trusts the root of the organisation that the operator made. */
    static TlsProbe ofOrganisation(TestNamespace namespace, String instance) {
        return new TlsProbe(namespace, instance, instance + "-pki", "org-ca.crt");
    }

    /** Trusts the CA of the instance's own. */
    static TlsProbe ofOwnCa(TestNamespace namespace, String instance) {
        return new TlsProbe(namespace, instance, instance + "-tls", "ca.crt");
    }

    String get(String path) throws Exception {
        return getAs("%s.%s.svc".formatted(instance, namespace.name()), path);
    }

    /** The same where the client means to call a host of that name. */
    String getAs(String host, String path) throws Exception {
        String authority = namespace
                .client()
                .secrets()
                .inNamespace(namespace.name())
                .withName(secret)
                .require()
                .getData()
                .get(entry);
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(trusting(Base64.getDecoder().decode(authority)))
                .sslParameters(name(host))
                .build()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(namespace.baseUrl(instance) + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static SSLParameters name(String host) {
        SSLParameters parameters = new SSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
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
