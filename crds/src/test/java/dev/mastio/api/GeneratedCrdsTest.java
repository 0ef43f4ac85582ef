package dev.mastio.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CRD YAML under {@code manifests/crds} is generated from the Java types; {@code -Dmastio.regenerate} writes it anew. */
class GeneratedCrdsTest {

    private static final Path CRDS = Path.of("../manifests/crds");

    @ParameterizedTest
    @ValueSource(strings = {Crds.INSTANCES, Crds.CLASSES})
    void manifestsHoldWhatTheTypesSay(String name) throws IOException {
        String generated = Crds.yaml(name);
        Path shipped = CRDS.resolve(name + ".yaml");
        if (Boolean.getBoolean("mastio.regenerate")) {
            Files.createDirectories(CRDS);
            Files.writeString(shipped, generated);
        }
        assertThat(shipped)
                .as("stale: run `mvn -pl crds test -Dmastio.regenerate=true` and commit the result")
                .content()
                .isEqualTo(generated);
    }

    /** This reader knows YAML 1.1, as kubectl does, in which a bare {@code Off} is no text. */
    @ParameterizedTest
    @ValueSource(strings = {Crds.INSTANCES, Crds.CLASSES})
    void everyAllowedWordIsAText(String name) throws IOException {
        JsonNode crd = new YAMLMapper().readTree(CRDS.resolve(name + ".yaml").toFile());

        assertThat(crd.findValues("enum"))
                .isNotEmpty()
                .allSatisfy(words -> assertThat(words).allMatch(JsonNode::isTextual));
    }
}
