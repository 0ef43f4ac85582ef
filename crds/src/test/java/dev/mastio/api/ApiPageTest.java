package dev.mastio.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The reference of the API is made from the CRDs, which are made from the Java types. */
class ApiPageTest {

    private static final Path PAGE = Path.of("../docs/reference/api.md");

    private static final Map<String, String> INTRODUCTIONS = Map.of(
            "MastioInstance",
            "Namespaced, short name `mi`. Only `spec.hardwareClass` must be given. `spec.replicas` is behind the scale subresource.",
            "MastioHardwareClass",
            "Cluster-scoped, short name `mhc`. [Sizing](../sizing.md) tells what follows from a class.");

    @Test
    void thePageHoldsEveryFieldAndRule() throws IOException {
        String page = """
                # The API: mastio.dev/v1alpha1

                Generated from the CRDs in `manifests/crds`, which are generated from the Java types of `crds/`; after a change run
                `mvn -pl crds -am test -Dmastio.regenerate=true`.

                `kubectl explain mi.spec --recursive` shows the same on a cluster. Bounds are checked by the API server; what it can't check, such as the
                schedule of a soak, is checked by the operator, which then goes on with the last good spec and says so in the condition `SpecValid`.
                A quantity is written like `500m`, `2` or `8Gi`, and is more than nothing.

                %s
                %s
                """.formatted(section(Crds.read(Crds.INSTANCES)), section(Crds.read(Crds.CLASSES)))
                        .stripTrailing()
                + "\n";
        if (Boolean.getBoolean("mastio.regenerate")) Files.writeString(PAGE, page);

        assertThat(PAGE)
                .as("stale: run `mvn -pl crds -am test -Dmastio.regenerate=true` and commit the result")
                .content()
                .isEqualTo(page);
    }

    private static String section(CustomResourceDefinition crd) {
        String kind = crd.getSpec().getNames().getKind();
        JSONSchemaProps root =
                crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
        List<String> lines = new ArrayList<>();
        lines.add("## " + kind + "\n");
        lines.add(root.getDescription() + " " + INTRODUCTIONS.get(kind) + "\n");
        table(lines, root, "spec");
        List<String> rules = new ArrayList<>();
        rules(rules, "", root);
        if (!rules.isEmpty()) {
            lines.add("What the API server refuses beyond the bounds, and what it says:\n");
            lines.add("| at | message |");
            lines.add("| --- | --- |");
            lines.addAll(rules);
            lines.add("");
        }
        if (root.getProperties().containsKey("status")) table(lines, root, "status");
        return String.join("\n", lines);
    }

    private static void table(List<String> lines, JSONSchemaProps root, String part) {
        lines.add("| field | type | default | bounds | meaning |");
        lines.add("| --- | --- | --- | --- | --- |");
        rows(lines, part, Crds.at(root, part));
        lines.add("");
    }

    private static void rows(List<String> lines, String path, JSONSchemaProps schema) {
        JSONSchemaProps inner =
                schema.getItems() == null ? schema : schema.getItems().getSchema();
        if (inner.getProperties() == null) return;
        inner.getProperties().forEach((name, field) -> {
            String here = path + "." + name;
            boolean required =
                    inner.getRequired() != null && inner.getRequired().contains(name) && here.startsWith("spec");
            lines.add("| `%s` | %s | %s | %s | %s |"
                    .formatted(
                            here,
                            type(field),
                            required ? "required" : standard(field.getDefault()),
                            bounds(field),
                            field.getDescription().replace("|", "\\|")));
            rows(lines, here + (field.getItems() == null ? "" : "[]"), field);
        });
    }

    private static String type(JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) return "quantity";
        if (schema.getItems() != null)
            return "list of " + type(schema.getItems().getSchema());
        if (schema.getAdditionalProperties() != null) return "map of strings";
        return schema.getType();
    }

    /** Objects get theirs from their fields. */
    private static String standard(@Nullable JsonNode value) {
        return value == null || value.isContainerNode() ? "" : "`" + value.asText() + "`";
    }

    private static String bounds(JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) return "";
        List<String> bounds = new ArrayList<>();
        if (!schema.getEnum().isEmpty())
            bounds.add(schema.getEnum().stream()
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", ")));
        if (schema.getPattern() != null) bounds.add("`" + schema.getPattern().replace("|", "\\|") + "`");
        range(bounds, schema.getMinimum(), schema.getMaximum(), "");
        range(bounds, schema.getMinLength(), schema.getMaxLength(), " characters");
        range(bounds, schema.getMinItems(), schema.getMaxItems(), " items");
        range(bounds, schema.getMinProperties(), schema.getMaxProperties(), " entries");
        if (schema.getItems() != null) inner(bounds, schema.getItems().getSchema());
        if (schema.getAdditionalProperties() != null)
            inner(bounds, schema.getAdditionalProperties().getSchema());
        return String.join("; ", bounds);
    }

    private static void inner(List<String> bounds, JSONSchemaProps each) {
        String text = bounds(each);
        if (!text.isEmpty()) bounds.add("each " + text);
    }

    private static void range(List<String> bounds, @Nullable Number least, @Nullable Number most, String what) {
        if (most == null) return;
        bounds.add((least == null ? "at most " + plain(most) : plain(least) + " to " + plain(most)) + what);
    }

    private static String plain(Number number) {
        return BigDecimal.valueOf(number.doubleValue()).stripTrailingZeros().toPlainString();
    }

    private static void rules(List<String> rows, String path, JSONSchemaProps schema) {
        for (ValidationRule rule :
                Objects.requireNonNullElse(schema.getXKubernetesValidations(), List.<ValidationRule>of())) {
            String at = path + Objects.requireNonNullElse(rule.getFieldPath(), "");
            rows.add("| %s | %s |".formatted(at.isEmpty() ? "`metadata.name`" : "`" + at + "`", rule.getMessage()));
        }
        if (schema.getProperties() != null)
            schema.getProperties()
                    .forEach((name, field) -> rules(rows, path.isEmpty() ? name : path + "." + name, field));
        if (schema.getItems() != null)
            rules(rows, path + "[]", schema.getItems().getSchema());
    }
}
