package dev.mastio.operator.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one pod's {@code /readyz} which of its checks fails. */
public final class Readyz {

    private static final Logger LOG = LoggerFactory.getLogger(Readyz.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final long MOST_BYTES = 1 << 14;
    private static final int LONGEST = 200;
    private static final int UNAVAILABLE = 503;
    private static final Set<String> GOOD = Set.of("ok", "standalone", "initializing", "not_configured");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(TIMEOUT)
            .build();

    /** The failing check and what it says; empty when the pod is ready by now, or silent. */
    public Optional<String> ask(PodTarget pod) {
        try {
            URI uri = new URI("http", null, pod.address(), pod.port(), "/readyz", null, null);
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
            HttpResponse<byte[]> answer =
                    http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
            return answer.statusCode() == UNAVAILABLE ? complaint(answer.body()) : Optional.empty();
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            LOG.debug("pod {} does not say why it is not ready: {}", pod.name(), e.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Optional<String> complaint(byte[] body) throws IOException {
        for (Map.Entry<String, JsonNode> check :
                JSON.readTree(body).path("checks").properties()) {
            String text = check.getValue().asText().lines().findFirst().orElse("");
            if (GOOD.contains(text)) continue;
            String said = check.getKey() + ": " + text;
            return Optional.of(said.length() > LONGEST ? said.substring(0, LONGEST - 1) + "…" : said);
        }
        return Optional.empty();
    }
}
