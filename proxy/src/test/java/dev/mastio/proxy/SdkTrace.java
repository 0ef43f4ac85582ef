package dev.mastio.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the unmodified client SDK sent when it was recorded, and the status that it got. The recording holds no bodies of answers. */
final class SdkTrace {

    private SdkTrace() {}

    /** One request. */
    record Recorded(JsonNode json) {

        String method() {
            return json.path("method").textValue();
        }

        /** With its query. */
        String target() {
            return json.path("path").textValue();
        }

        String path() {
            return target().split("\\?", 2)[0];
        }

        String route() {
            return method() + " " + path();
        }

        List<String> headers() {
            return names(json.path("headers"));
        }

        String header(String name) {
            return json.path("headers").path(name).asText();
        }

        /** Null where there was none. */
        JsonNode body() {
            return json.path("body");
        }

        List<String> proofClaims() {
            return names(json.path("dpop_claims"));
        }

        List<String> assertionClaims() {
            return names(json.path("assertion_claims"));
        }

        /** That of a stream, which was answered with 200, is not in the recording. */
        int status() {
            return json.path("reply_status").asInt(200);
        }

        /** As the sequences tell it. */
        String line() {
            String proof = proofClaims().contains("ath") ? "ath" : proofClaims().isEmpty() ? "-" : "plain";
            return "%s %s -> %d auth=%s dpop=%s nonce=%s cert=%s"
                    .formatted(
                            method(),
                            target(),
                            status(),
                            headers().contains("Authorization") ? "DPoP-token" : "-",
                            proof,
                            proofClaims().contains("nonce") ? "y" : "n",
                            json.path("tls_client_cert").booleanValue() ? "y" : "n");
        }
    }

    /** All, in their order. */
    static List<Recorded> requests() {
        List<Recorded> requests = new ArrayList<>();
        read("sdk-wire-trace.json").forEach(request -> requests.add(new Recorded(request)));
        return requests;
    }

    /** The lines of the requests of each call of the SDK, by its name, in the order of the calls. */
    static Map<String, List<String>> sequences() {
        Map<String, List<String>> sequences = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> call : read("sdk-call-sequences.json").properties()) {
            List<String> lines = new ArrayList<>();
            call.getValue().path("calls").forEach(line -> lines.add(line.textValue()));
            sequences.put(call.getKey(), lines);
        }
        return sequences;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read(String name) {
        try (InputStream in = SdkTrace.class.getResourceAsStream("/sdk-trace/" + name)) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
