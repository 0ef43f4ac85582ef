package dev.mastio.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceSubresourceScale;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is promised of every field and of the API as a whole. */
class CrdShapeTest {

    private static final CustomResourceDefinition INSTANCES = Crds.read(Crds.INSTANCES);
    private static final CustomResourceDefinition CLASSES = Crds.read(Crds.CLASSES);

    @Test
    void kindsAreNamedAndScopedAsPromised() {
        assertThat(INSTANCES.getSpec().getScope()).isEqualTo("Namespaced");
        assertThat(INSTANCES.getSpec().getNames().getShortNames()).containsExactly("mi");
        assertThat(CLASSES.getSpec().getScope()).isEqualTo("Cluster");
        assertThat(CLASSES.getSpec().getNames().getShortNames()).containsExactly("mhc");
        assertThat(Stream.of(INSTANCES, CLASSES))
                .allSatisfy(crd -> assertThat(served(crd).getName()).isEqualTo("v1alpha1"));
    }

    @Test
    void columnsComeInTheirOrder() {
        assertThat(served(INSTANCES).getAdditionalPrinterColumns())
                .filteredOn(column -> column.getPriority() == 0)
                .extracting(CustomResourceColumnDefinition::getName)
                .containsExactly("Class", "Ready", "Replicas", "Desired", "RPS", "Floor", "Soak", "Age");
        assertThat(served(CLASSES).getAdditionalPrinterColumns())
                .extracting(CustomResourceColumnDefinition::getName)
                .containsExactly("Cores", "Memory", "Floor", "Source", "Age");
    }

    @Test
    void anAutoscalerFindsReplicasAndASelectorThatIsText() {
        CustomResourceSubresourceScale scale =
                served(INSTANCES).getSubresources().getScale();

        assertThat(scale.getSpecReplicasPath()).isEqualTo(".spec.replicas");
        assertThat(scale.getStatusReplicasPath()).isEqualTo(".status.replicas");
        assertThat(scale.getLabelSelectorPath()).isEqualTo(".status.selector");
        assertThat(Crds.at(schema(INSTANCES), "status", "selector").getType()).isEqualTo("string");
        assertThat(Crds.at(schema(INSTANCES), "status", "replicas").getType()).isEqualTo("integer");
    }

    @Test
    void theSpecNeedsNothingButTheClass() {
        JSONSchemaProps spec = Crds.at(schema(INSTANCES), "spec");

        assertThat(spec.getRequired()).containsExactly("hardwareClass");
        assertThat(Crds.at(spec, "autoscaling", "max").getDefault())
                .as("depends on the store, so it is computed")
                .isNull();
    }

    /** A shorter one has to be asked for: memory takes about 30 seconds to come back. */
    @Test
    void aSoakIdlesForAMinuteUnlessToldOtherwise() {
        JSONSchemaProps idle = Crds.at(schema(INSTANCES), "spec", "soak", "idleSeconds");

        assertThat(idle.getDefault().asInt()).isGreaterThanOrEqualTo(60);
        assertThat(Serialization.unmarshal("schedule: '@daily'", Soak.class).idleSeconds())
                .isEqualTo(idle.getDefault().asInt());
    }

    /** One from before this field existed included: such an instance goes on as a new one. */
    @Test
    void aSpecThatSaysNothingOfTheNetworkHasAPolicyOfOurs() {
        JSONSchemaProps policy = Crds.at(schema(INSTANCES), "spec", "networkPolicy");

        assertThat(policy.getDefault().asText()).isEqualTo("Managed");
        assertThat(Serialization.unmarshal("hardwareClass: laptop", MastioInstanceSpec.class)
                        .networkPolicy())
                .isEqualTo(NetworkPolicyMode.Managed);
    }

    static Stream<Field> fields() {
        return Stream.of(INSTANCES, CLASSES)
                .flatMap(crd -> Field.of(crd.getSpec().getNames().getKind(), schema(crd)));
    }

    static Stream<Field> specFields() {
        return fields().filter(field -> field.path().contains(".spec."));
    }

    @ParameterizedTest
    @MethodSource("fields")
    void everyFieldSaysWhatItIs(Field field) {
        assertThat(field.schema().getDescription()).isNotBlank().endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("specFields")
    void everyFieldThatUsersWriteHasBounds(Field field) {
        assertThat(bounded(field.schema())).as(field.path()).isTrue();
    }

    static Stream<ValidationRule> rules() {
        return Stream.concat(
                        Stream.of(schema(INSTANCES)),
                        fields().map(Field::schema)
                                .flatMap(schema -> Stream.concat(
                                        Stream.of(schema),
                                        schema.getItems() == null
                                                ? Stream.of()
                                                : Stream.of(schema.getItems().getSchema()))))
                .flatMap(schema -> schema.getXKubernetesValidations() == null
                        ? Stream.of()
                        : schema.getXKubernetesValidations().stream());
    }

    /** What is wrong, a colon, and then what to do, in the imperative. */
    @ParameterizedTest
    @MethodSource("rules")
    void everyRefusalSaysWhatToDo(ValidationRule rule) {
        assertThat(rule.getMessage()).matches("(?s).+[:.] (set|lower|raise|use|remove|give|Create)\\b.*");
    }

    private static boolean bounded(JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) return schema.getPattern() != null;
        return switch (schema.getType()) {
            case "string" ->
                schema.getMaxLength() != null
                        || schema.getPattern() != null
                        || !schema.getEnum().isEmpty();
            case "integer", "number" -> schema.getMinimum() != null && schema.getMaximum() != null;
            case "array" ->
                schema.getMaxItems() != null && bounded(schema.getItems().getSchema());
            case "object" ->
                schema.getAdditionalProperties() == null
                        || (schema.getMaxProperties() != null
                                && bounded(schema.getAdditionalProperties().getSchema()));
            default -> true;
        };
    }

    private static CustomResourceDefinitionVersion served(CustomResourceDefinition crd) {
        return crd.getSpec().getVersions().getFirst();
    }

    private static JSONSchemaProps schema(CustomResourceDefinition crd) {
        return served(crd).getSchema().getOpenAPIV3Schema();
    }

    /** A field and where it stands. */
    record Field(String path, JSONSchemaProps schema) {

        /** All fields below, depth first, in the order of their names. */
        static Stream<Field> of(String path, JSONSchemaProps schema) {
            return properties(schema).entrySet().stream().flatMap(property -> {
                Field field = new Field(path + "." + property.getKey(), property.getValue());
                return Stream.concat(Stream.of(field), of(field.path(), field.schema()));
            });
        }

        private static Map<String, JSONSchemaProps> properties(JSONSchemaProps schema) {
            JSONSchemaProps inner =
                    schema.getItems() == null ? schema : schema.getItems().getSchema();
            return inner.getProperties() == null ? Map.of() : inner.getProperties();
        }

        @Override
        public String toString() {
            return path;
        }
    }
}
