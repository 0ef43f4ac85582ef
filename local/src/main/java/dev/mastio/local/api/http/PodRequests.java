package dev.mastio.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.logs.PodLogs;
import dev.mastio.local.api.objects.Writes;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What can be asked of a running pod: its logs. All else that needs a node is refused by name. */
public final class PodRequests {
    private final Writes writes;
    private final Supplier<@Nullable PodLogs> logs;

    /**
     * Answers with logs once there are any.
     *
     * @param logs null as long as no node has been attached
     */
    public PodRequests(Writes writes, Supplier<@Nullable PodLogs> logs) {
        this.writes = writes;
        this.logs = logs;
    }

    void serve(Call call, ResourcePath path) throws IOException {
        if (!path.subresource().equals("log"))
            throw ApiFailure.of(
                    501,
                    "NotImplemented",
                    "the embedded cluster does not support pods/" + path.subresource()
                            + ": its pods are processes of this machine; docs/embedded-cluster.md lists what works instead");
        ObjectNode pod = writes.get(path.target());
        PodLogs source = logs.get();
        if (source == null)
            throw ApiFailure.of(503, "ServiceUnavailable", "no node runs in this cluster, so no pod has logs");
        call.exchange().getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
        OutputStream out = call.exchange().getOutputStream();
        try {
            source.write(query(call, pod), out);
        } catch (PodLogs.NoSuchLog e) {
            throw ApiFailure.badRequest(String.valueOf(e.getMessage()));
        }
        out.close();
    }

    private static PodLogs.Query query(Call call, ObjectNode pod) {
        return new PodLogs.Query(
                Json.namespace(pod),
                Json.name(pod),
                Json.uid(pod),
                container(call.parameter("container"), pod),
                call.flag("follow"),
                call.flag("previous"),
                call.flag("timestamps"),
                call.parameter("tailLines").isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(call.parameter("tailLines"))),
                since(call));
    }

    private static String container(String asked, ObjectNode pod) {
        List<String> names = names(pod.at("/spec/containers"));
        if (asked.isEmpty() && names.size() == 1) return names.getFirst();
        if (asked.isEmpty())
            throw ApiFailure.badRequest(
                    "a container name must be specified for pod " + Json.name(pod) + ", choose one of: " + names);
        if (!names.contains(asked) && !names(pod.at("/spec/initContainers")).contains(asked))
            throw ApiFailure.badRequest("container " + asked + " is not valid for pod " + Json.name(pod));
        return asked;
    }

    private static List<String> names(JsonNode containers) {
        return StreamSupport.stream(containers.spliterator(), false)
                .map(container -> container.path("name").asText())
                .toList();
    }

    private static Optional<Instant> since(Call call) {
        if (!call.parameter("sinceTime").isEmpty()) return Optional.of(Instant.parse(call.parameter("sinceTime")));
        String seconds = call.parameter("sinceSeconds");
        return seconds.isEmpty() ? Optional.empty() : Optional.of(Instant.now().minusSeconds(Long.parseLong(seconds)));
    }
}
