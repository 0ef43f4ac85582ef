package dev.mastio.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CRD YAML under {@code manifests/crds} is generated from the Java types; {@code -Dmastio.regenerate} writes it anew. */
class GeneratedCrdsTest {

    private static final Path CRDS = Path.of("../manifests/crds");

    @ParameterizedTest
    @ValueSource(strings = {"mastioinstances.mastio.dev", "mastiohardwareclasses.mastio.dev"})
    void manifestsHoldWhatTheTypesSay(String name, @TempDir Path dir) throws IOException {
        new CRDGenerator()
                .customResourceClasses(List.of(MastioInstance.class, MastioHardwareClass.class))
                .withMinQuotes(true)
                .withPostProcessor(new Finish())
                .inOutputDir(dir.toFile())
                .generate();
        String generated = Files.readString(dir.resolve(name + "-v1.yml"));
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

    /** What the generator has no annotation for. */
    private static final class Finish implements CRDPostProcessor {

        private static final List<String> COLUMNS = List.of(
                "Class",
                "Cores",
                "Memory",
                "Ready",
                "Replicas",
                "Desired",
                "RPS",
                "Floor",
                "Source",
                "Soak",
                "Age",
                "Reason",
                "Scaling");

        @Override
        public HasMetadata process(HasMetadata resource, String version) {
            CustomResourceDefinitionSpec crd = ((CustomResourceDefinition) resource).getSpec();
            crd.getNames().setCategories(List.of("mastio"));
            for (CustomResourceDefinitionVersion served : crd.getVersions()) {
                served.getAdditionalPrinterColumns()
                        .sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.getName())));
                JSONSchemaProps root = served.getSchema().getOpenAPIV3Schema();
                root.setRequired(List.of("spec"));
                root.getProperties().entrySet().removeIf(section -> isEmpty(section.getValue()));
                conditionsAreAMap(root.getProperties().get("status"));
            }
            return resource;
        }

        private static boolean isEmpty(JSONSchemaProps section) {
            return section.getProperties() == null || section.getProperties().isEmpty();
        }

        /** As a plain list, two writers of conditions would replace each other's. */
        private static void conditionsAreAMap(@Nullable JSONSchemaProps status) {
            if (status == null) return;
            JSONSchemaProps conditions =
                    Objects.requireNonNull(status.getProperties().get("conditions"));
            conditions.setXKubernetesListType("map");
            conditions.setXKubernetesListMapKeys(List.of("type"));
            conditions.getItems().getSchema().setRequired(List.of("type", "status"));
        }
    }
}
