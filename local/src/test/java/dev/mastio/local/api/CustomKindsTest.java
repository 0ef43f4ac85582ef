package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomKindsTest {
    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final KubernetesClient client = running.client();

    @BeforeAll
    static void start() throws IOException {
        client.resource(definition()).create();
    }

    private static CustomResourceDefinition definition() throws IOException {
        return definition("", "");
    }

    /** The definition with one part of its text replaced. */
    private static CustomResourceDefinition definition(String part, String other) throws IOException {
        return read(KubectlTest.resource("ruled-crd.yaml").replace(part, other), CustomResourceDefinition.class);
    }

    private static GenericKubernetesResource ruled(String name, String spec) {
        return read(
                "---\n{apiVersion: test.mastio.dev/v1, kind: Ruled, metadata: {namespace: default, name: " + name
                        + "}, spec: " + spec + "}",
                GenericKubernetesResource.class);
    }

    private static <T> T read(String yaml, Class<T> type) {
        return Objects.requireNonNull(Serialization.unmarshal(yaml, type));
    }

    private static Object spec(GenericKubernetesResource object) {
        return Objects.requireNonNull(object.getAdditionalProperties().get("spec"));
    }

    private static Status refused(Supplier<?> write) {
        var failure = catchThrowableOfType(KubernetesClientException.class, write::get);
        assertThat(failure).isNotNull();
        assertThat(failure.getCode()).isEqualTo(422);
        return failure.getStatus();
    }

    /** But for the one that says that more could be wrong. */
    private static List<StatusCause> causes(Supplier<?> write) {
        return refused(write).getDetails().getCauses().stream()
                .filter(cause -> !cause.getMessage().contains("some validation rules were not checked"))
                .toList();
    }

    @Test
    void fillsInDefaultsAlsoInsideOfLists() {
        GenericKubernetesResource created =
                client.resource(ruled("defaulted", "{items: [{name: one}]}")).create();

        assertThat(spec(created))
                .isEqualTo(Map.of("min", 1, "mode", "calm", "items", List.of(Map.of("name", "one", "weight", 1))));
    }

    @Test
    void prunesWhatTheSchemaDoesNotKnowAndKeepsWhatItSaysToKeep() {
        GenericKubernetesResource created = client.resource(
                        ruled("pruned", "{nobody: knows, labels: {a: b}, free: {x: {y: 1}}, my-port: http}"))
                .create();

        assertThat(spec(created))
                .isEqualTo(Map.of(
                        "min",
                        1,
                        "mode",
                        "calm",
                        "items",
                        List.of(),
                        "labels",
                        Map.of("a", "b"),
                        "free",
                        Map.of("x", Map.of("y", 1)),
                        "my-port",
                        "http"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {min: -1}                              | spec.min           | FieldValueInvalid      | greater than or equal to 0
                    {min: x}                               | spec.min           | FieldValueTypeInvalid  | must be of type integer: "string"
                    {min: 3, max: 2}                       | spec.min           | FieldValueInvalid      | min is 3, above max, which is 2
                    {memory: 3Gi}                          | spec               | FieldValueInvalid      | memory must be below 2Gi
                    {items: [{name: x1, weight: 0.25}]}    | spec               | FieldValueInvalid      | an item must weigh more than 0.5
                    {items: [{name: x}]}                   | spec.items[0].name | FieldValueInvalid      | at least 2 chars long
                    {items: [{weight: 1}]}                 | spec.items[0].name | FieldValueRequired     | Required value
                    {items: [{name: aa}, {name: aa}]}      | spec.items[1]      | FieldValueDuplicate    | Duplicate value
                    {items: [{name: a1},{name: a2},{name: a3},{name: a4}]} | spec.items | FieldValueTooMany | must have at most 3 items
                    {until: '2019-05-05T00:00:00Z'}        | spec               | FieldValueInvalid      | until must be after 2020
                    {until: yesterday}                     | spec.until         | FieldValueTypeInvalid  | must be of type date-time: "yesterday"
                    {every: 90m}                           | spec               | FieldValueForbidden    | every must be below one hour
                    {my-port: [1]}                         | spec.my-port       | FieldValueTypeInvalid  | Invalid value
                    """)
    void namesTheFieldAndTheReasonOfEachBreach(String spec, String field, String reason, String message) {
        List<StatusCause> causes =
                causes(() -> client.resource(ruled("breach", spec)).create());

        assertThat(causes).singleElement().satisfies(cause -> {
            assertThat(cause.getField()).isEqualTo(field);
            assertThat(cause.getReason()).isEqualTo(reason);
            assertThat(cause.getMessage()).contains(message);
        });
    }

    @Test
    void allowsNullWhereTheSchemaDoes() {
        assertThat(client.resource(ruled("nulled", "{note: null}")).create()).isNotNull();
    }

    @Test
    void holdsARuleAboutTheWholeObject() {
        assertThat(causes(() -> client.resource(ruled("a-name-that-is-far-too-long", "{}"))
                        .create()))
                .singleElement()
                .satisfies(cause -> assertThat(cause.getMessage()).contains("at most 20 characters"));
    }

    @Test
    void holdsRulesAboutChanges() {
        client.resource(ruled("changing", "{mode: calm, items: [{name: one, weight: 2}]}"))
                .create();

        assertThat(causes(() -> client.resource(ruled("changing", "{mode: wild, items: [{name: one, weight: 1.5}]}"))
                        .update()))
                .extracting(StatusCause::getField, StatusCause::getMessage)
                .containsExactlyInAnyOrder(
                        tuple("spec.mode", "Invalid value: \"wild\": mode can't change"),
                        tuple("spec.items[0]", "Invalid value: weight must not go down"));
    }

    @Test
    void letsAnInvalidFieldStayThatADefinitionForbadeLater() throws IOException {
        client.resource(ruled("older", "{min: 5, labels: {a: b}}")).create();
        CustomResourceDefinition stricter = definition("default: 1, minimum: 0", "default: 1, minimum: 0, maximum: 4");
        client.resource(stricter).update();

        assertThat(client.resource(ruled("older", "{min: 5, labels: {a: c}}")).update())
                .isNotNull();
        assertThat(causes(() -> client.resource(ruled("older", "{min: 6, labels: {a: c}}"))
                        .update()))
                .hasSize(1);
        client.resource(definition()).update();
    }

    @Test
    void refusesADefinitionWithARuleAboutAFieldThatIsNotThere() throws IOException {
        CustomResourceDefinition wrong = definition("self.min <= self.max", "self.nothing > 1");

        assertThat(causes(() -> client.resource(wrong).update()))
                .singleElement()
                .satisfies(cause -> {
                    assertThat(cause.getField())
                            .isEqualTo(
                                    "spec.versions[0].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule");
                    assertThat(cause.getMessage()).contains("undefined field 'nothing'");
                });
    }
}
