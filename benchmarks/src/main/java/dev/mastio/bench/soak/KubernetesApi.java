package dev.mastio.bench.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The two or three calls that a soak makes to the Kubernetes API, with the identity of its pod. A client library would bring 34 jars for them.
 *
 * @param token file that is read for each call, because the kubelet renews it within the hour
 */
record KubernetesApi(URI server, Path token, HttpClient client) {

    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** An answer, whatever its status. */
    record Answer(int status, String body) {}

    /**
     * From the variables that Kubernetes sets, and those by which Fabric8's client finds the files of the account elsewhere.
     *
     * @return empty outside a cluster
     */
    static Optional<KubernetesApi> of(Map<String, String> environment) throws IOException {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        if (host.isEmpty()) return Optional.empty();
        String literal = host.contains(":") ? "[" + host + "]" : host;
        URI server =
                URI.create("https://" + literal + ":" + environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"));
        Path token = Path.of(environment.getOrDefault("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", ACCOUNT + "/token"));
        Path authority = Path.of(environment.getOrDefault("KUBERNETES_CERTS_CA_FILE", ACCOUNT + "/ca.crt"));
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .sslContext(trusting(authority))
                .build();
        return Optional.of(new KubernetesApi(server, token, client));
    }

    Answer get(String path) throws IOException {
        return send(request(path).GET());
    }

    Answer mergePatch(String path, String body) throws IOException {
        return send(request(path)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + Files.readString(token).strip());
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem))
                store.setCertificateEntry("ca" + count++, certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the API server's authority in " + authority + " cannot be used: " + e.getMessage(), e);
        }
    }
}
