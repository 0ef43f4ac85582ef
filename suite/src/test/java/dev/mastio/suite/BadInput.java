package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One mistake that a user can make: a file that shows it, and what the answer must say.
 *
 * @param title its name, without its ending
 * @param expected from the first line of the file; the way out, where the answer is ours to word
 */
record BadInput(String title, String expected, String yaml) {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final String EXPECT = "# expect: ";

    /** Every file of a folder, in the order of their names. */
    static List<BadInput> in(String folder) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            return files.sorted().map(BadInput::read).toList();
        }
    }

    private static BadInput read(Path file) {
        try {
            String yaml = Files.readString(file);
            String first = yaml.lines().findFirst().orElse("");
            if (!first.startsWith(EXPECT)) throw new IllegalStateException(file + " does not say what it expects");
            String title = file.getFileName().toString().replace(".yaml", "");
            return new BadInput(title, first.substring(EXPECT.length()), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As kubectl reads it: one of our types would drop unknown fields before the server sees them. */
    GenericKubernetesResource object() {
        try {
            return Manifests.parse(yaml).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(title, e);
        }
    }

    /** The same in a namespace. */
    GenericKubernetesResource objectIn(String namespace) {
        GenericKubernetesResource object = object();
        object.getMetadata().setNamespace(namespace);
        return object;
    }

    /** The mistake in a few words: all that is said beyond a plain name and the usual class. */
    String tried() {
        HasMetadata object = object();
        if (title.startsWith("name-"))
            return FlowYaml.words(Map.of("name", object.getMetadata().getName()));
        Map<String, Object> said = new LinkedHashMap<>();
        if (!object.getMetadata().getAnnotations().isEmpty())
            said.put("annotations", object.getMetadata().getAnnotations());
        said.putAll(object().get("spec"));
        said.remove("hardwareClass", "laptop");
        return FlowYaml.words(said);
    }

    @Override
    public String toString() {
        return title;
    }
}
