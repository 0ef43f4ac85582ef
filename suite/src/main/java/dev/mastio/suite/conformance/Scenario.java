package dev.mastio.suite.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.suite.conformance.pair.Action;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Calls that are made one after the other, in a namespace of their own; a file of {@code suite/conformance/cases}.
 *
 * @param controllers whether controllers run meanwhile
 */
record Scenario(String name, String title, boolean controllers, List<Call> calls) {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "", Action.Request.JSON,
            "merge", "application/merge-patch+json",
            "json", "application/json-patch+json",
            "strategic", "application/strategic-merge-patch+json",
            "apply", "application/apply-patch+yaml",
            "yaml", "application/yaml");

    /** All of a checkout, in the order of their files. */
    static List<Scenario> in(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(root.resolve("suite/conformance/cases"))) {
            files = listed.sorted().toList();
        }
        List<Scenario> scenarios = new ArrayList<>();
        for (Path file : files)
            scenarios.add(read(file.getFileName().toString().replace(".yaml", ""), Trees.yaml(file), root));
        return scenarios;
    }

    /** Reads one; {@code paths} of the file are short names of what is in the calls. */
    static Scenario read(String name, JsonNode file, Path root) throws IOException {
        List<Call> calls = new ArrayList<>();
        for (JsonNode call : file.path("calls"))
            calls.add(call(
                    name, Trees.mapTexts(call, text -> spelledOut(text, file.path("paths"))), given(file, root)));
        return new Scenario(
                name, file.path("title").asText(), file.path("controllers").asBoolean(), calls);
    }

    private static String spelledOut(String text, JsonNode paths) {
        String result = text;
        for (Map.Entry<String, JsonNode> path : paths.properties())
            result = result.replace("${" + path.getKey() + "}", path.getValue().asText());
        return result;
    }

    /** What bodies start from; a text is the name of a manifest. */
    private static JsonNode given(JsonNode file, Path root) throws IOException {
        ObjectNode given = Trees.object();
        for (Map.Entry<String, JsonNode> field : file.path("given").properties())
            given.set(
                    field.getKey(),
                    field.getValue().isTextual()
                            ? Trees.yaml(root.resolve(field.getValue().asText()))
                            : field.getValue());
        return given;
    }

    String namespace() {
        return "c-" + name;
    }

    private static Call call(String scenario, JsonNode call, JsonNode given) {
        Map<String, String> keeps = new LinkedHashMap<>();
        call.path("keep")
                .properties()
                .forEach(field -> keeps.put(field.getKey(), field.getValue().asText()));
        JsonNode until = call.path("until");
        return new Call(
                scenario,
                call.path("name").asText(),
                call.has("kubectl") ? command(call, given) : request(call, given),
                keeps,
                until.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Call.Condition(
                                until.path("at").asText(), until.path("is").asText())),
                Trees.texts(call.path("without")));
    }

    private static Action.Command command(JsonNode call, JsonNode given) {
        JsonNode arguments = call.get("kubectl");
        JsonNode input = body(call, given);
        return new Action.Command(
                arguments.isArray()
                        ? Trees.texts(arguments)
                        : List.of(arguments.asText().split(" ", -1)),
                input.isTextual() ? input.asText() : input.toString());
    }

    private static Action.Request request(JsonNode call, JsonNode given) {
        String method = METHODS.stream()
                .filter(call::has)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("neither a method nor kubectl: " + call));
        JsonNode body = body(call, given);
        String as = call.path("as").asText("");
        boolean empty = body.isTextual() && body.asText().isEmpty();
        return new Action.Request(
                method,
                call.get(method).asText(),
                empty ? "" : CONTENT_TYPES.getOrDefault(as, as),
                accept(call.path("accept").asText("")),
                body);
    }

    private static String accept(String form) {
        return form.isEmpty() ? Action.Request.JSON : "application/json;as=" + form + ";v=v1;g=meta.k8s.io";
    }

    /** A text, a tree, or one of the given trees with changes. */
    private static JsonNode body(JsonNode call, JsonNode given) {
        if (call.has("text")) return call.get("text");
        JsonNode base = call.has("of") ? required(given, call.get("of").asText()) : call.get("body");
        if (base == null) return TextNode.valueOf("");
        return call.has("with") ? Trees.merge(base, call.get("with")) : base;
    }

    private static JsonNode required(JsonNode given, String name) {
        if (!given.has(name)) throw new IllegalArgumentException("nothing is given as " + name);
        return given.get(name);
    }
}
