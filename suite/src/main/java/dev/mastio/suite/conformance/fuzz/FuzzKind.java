package dev.mastio.suite.conformance.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.suite.conformance.pair.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A kind of object to draw from its schema.
 *
 * @param collection the path of its objects
 * @param custom whether a definition of {@code manifests/crds} makes it
 * @param subresources of {@code status} and {@code scale} those that it has
 * @param properties schemas of what stands beside {@code metadata}
 */
record FuzzKind(
        String apiVersion,
        String kind,
        String collection,
        boolean custom,
        List<String> subresources,
        JsonNode properties) {

    static final String NAMESPACE = "fuzz";

    /** The custom kinds with their own schemas, the built-in ones with those parts of theirs that {@code suite/conformance/fuzz} holds. */
    static List<FuzzKind> in(Path root) throws IOException {
        List<FuzzKind> kinds = new ArrayList<>();
        for (Path file : definitions(root)) kinds.add(ofDefinition(Trees.yaml(file)));
        for (Path file : files(root.resolve("suite/conformance/fuzz"))) {
            JsonNode kind = Trees.yaml(file);
            kinds.add(new FuzzKind(
                    kind.path("apiVersion").asText(),
                    kind.path("kind").asText(),
                    kind.path("collection").asText().replace("${ns}", NAMESPACE),
                    false,
                    Trees.texts(kind.path("subresources")),
                    kind.path("properties")));
        }
        return kinds;
    }

    static List<Path> definitions(Path root) throws IOException {
        return files(root.resolve("manifests/crds")).stream()
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static FuzzKind ofDefinition(JsonNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode version = spec.at("/versions/0");
        String apiVersion =
                spec.path("group").asText() + "/" + version.path("name").asText();
        String namespace = spec.path("scope").asText().equals("Namespaced") ? "/namespaces/" + NAMESPACE : "";
        return new FuzzKind(
                apiVersion,
                spec.at("/names/kind").asText(),
                "/apis/" + apiVersion + namespace + "/"
                        + spec.at("/names/plural").asText(),
                true,
                version.path("subresources").properties().stream()
                        .map(Map.Entry::getKey)
                        .toList(),
                version.at("/schema/openAPIV3Schema/properties"));
    }
}
