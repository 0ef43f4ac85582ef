package dev.mastio.suite.conformance.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/** A server's API by plain HTTP: what is on the wire, with no client library between. */
final class Api implements AutoCloseable {

    /** Names itself alike at both servers, for it becomes the manager of fields where none is given. */
    private static final String USER_AGENT = "conformance/1";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client;
    private final String server;
    private final String token;

    private Api(HttpClient client, String server, String token) {
        this.client = client;
        this.server = server;
        this.token = token;
    }

    /** Reads address, token and certificate authority; other ways to log in are not known here. */
    static Api of(Path kubeconfig) throws IOException {
        JsonNode settings = Trees.yaml(kubeconfig);
        try {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(SSLUtils.sslContext(Config.fromKubeconfig(kubeconfig.toFile())))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            return new Api(
                    client,
                    settings.at("/clusters/0/cluster/server").asText(),
                    settings.at("/users/0/user/token").asText());
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS with the certificates of " + Files.readString(kubeconfig), e);
        }
    }

    ObjectNode send(Action.Request request) throws IOException, InterruptedException {
        HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(server + request.path()))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("User-Agent", USER_AGENT)
                .header("Accept", request.accept())
                .method(
                        request.method(),
                        request.content().isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(request.content()));
        if (!request.contentType().isEmpty()) sent.header("Content-Type", request.contentType());
        return tree(request, client.send(sent.build(), BodyHandlers.ofString()));
    }

    private static ObjectNode tree(Action.Request request, HttpResponse<String> response) {
        ObjectNode reply = Trees.object().put("code", response.statusCode());
        List<String> warnings = response.headers().allValues("Warning");
        if (!warnings.isEmpty()) warnings.forEach(reply.putArray("warnings")::add);
        if (request.path().contains("watch=") && response.statusCode() == 200) {
            ArrayNode events = reply.putArray("events");
            response.body().lines().map(Trees::parse).forEach(events::add);
        } else reply.set("body", Trees.parse(response.body()));
        return reply;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
