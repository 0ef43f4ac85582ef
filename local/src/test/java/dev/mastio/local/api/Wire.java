package dev.mastio.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.local.api.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The API as bytes on the wire, for what no client shows. */
final class Wire implements AutoCloseable {
    private final EmbeddedApi api;
    private final HttpClient client;

    Wire(EmbeddedApi api) {
        this.api = api;
        client = HttpClient.newBuilder()
                .sslContext(trusting(api.caCertificate()))
                .build();
    }

    private static SSLContext trusting(String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(api.url() + path)).header("Authorization", "Bearer " + api.token());
    }

    int status(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        return Json.parse(send(request).body());
    }

    /** What comes of a body that is sent as JSON. */
    JsonNode send(String method, String path, String contentType, String yaml)
            throws IOException, InterruptedException {
        JsonNode body = Json.parseYaml(yaml.getBytes(StandardCharsets.UTF_8));
        return answer(request(path)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return answer(request(path).build());
    }

    /** The first events of a watch. */
    List<JsonNode> events(String path, int count) throws IOException, InterruptedException {
        try (Stream<String> lines = client.send(request(path).build(), HttpResponse.BodyHandlers.ofLines())
                .body()) {
            return lines.limit(count)
                    .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)))
                    .toList();
        }
    }

    /** The fields that a refusal names. */
    static List<String> fields(JsonNode refusal) {
        List<String> fields = new ArrayList<>();
        refusal.at("/details/causes")
                .forEach(cause -> fields.add(cause.path("field").asText()));
        return fields;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
