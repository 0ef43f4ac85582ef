package dev.mastio.suite.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.suite.Await;
import dev.mastio.suite.conformance.pair.Action;
import dev.mastio.suite.conformance.pair.Difference;
import dev.mastio.suite.conformance.pair.Normaliser;
import dev.mastio.suite.conformance.pair.Server;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes each call to both servers, and compares what they reply. */
final class Lockstep {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private final Server embedded;
    private final Server real;
    private final Map<Server, Map<String, String>> variables = new HashMap<>();

    /** Starts in a namespace, which is made on both. */
    Lockstep(Server embedded, Server real, String namespace) throws IOException, InterruptedException {
        this.embedded = embedded;
        this.real = real;
        for (Server server : List.of(embedded, real)) {
            variables.put(server, new HashMap<>(Map.of("ns", namespace)));
            server.createNamespace(namespace);
        }
    }

    /** What the servers replied, made comparable. */
    record Replies(JsonNode embedded, JsonNode real) {

        List<Difference> differences() {
            return Difference.between(embedded, real);
        }
    }

    Replies make(Call call) throws IOException, InterruptedException {
        return new Replies(replyOf(embedded, call), replyOf(real, call));
    }

    private JsonNode replyOf(Server server, Call call) throws IOException, InterruptedException {
        Map<String, String> known = variables.getOrDefault(server, Map.of());
        Action action = call.action().with(filledIn(known));
        ObjectNode reply = action.at(server);
        Await.Deadline deadline = Await.within(PATIENCE);
        while (call.until().isPresent() && !call.until().get().holds(reply) && deadline.pause())
            reply = action.at(server);
        for (Map.Entry<String, String> keep : call.keeps().entrySet())
            known.put(keep.getKey(), reply.at(keep.getValue()).asText());
        JsonNode comparable = Normaliser.normalise(reply);
        call.without().forEach(pointer -> Trees.remove(comparable, pointer));
        return comparable;
    }

    private static UnaryOperator<String> filledIn(Map<String, String> variables) {
        return text -> VARIABLE.matcher(text)
                .replaceAll(variable ->
                        Matcher.quoteReplacement(variables.getOrDefault(variable.group(1), variable.group())));
    }
}
