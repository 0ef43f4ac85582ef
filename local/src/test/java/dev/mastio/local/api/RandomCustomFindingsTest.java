package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a real server answers what random calls have asked both of custom objects. */
class RandomCustomFindingsTest {
    private static final String WIDGETS = "/apis/test.mastio.dev/v1/namespaces/default/widgets";

    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final Wire wire = running.wire();

    @BeforeAll
    static void define() throws IOException, InterruptedException {
        create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", KubectlTest.resource("widget-crd.yaml"));
    }

    private static JsonNode create(String collection, String yaml) throws IOException, InterruptedException {
        return wire.send("POST", collection, "application/json", yaml);
    }

    @Test
    void whoGivesUpAllWithinAFieldGivesItUpWithWhatNobodyOwnsThere() throws Exception {
        JsonNode given = apply(WIDGETS + "/given", "spec: {size: small}");

        JsonNode givenUp = apply(WIDGETS + "/given", "");

        assertThat(given.at("/spec/replicas").asInt())
                .describedAs(given.toString())
                .isOne();
        assertThat(Wire.fields(givenUp)).contains("spec").doesNotContain("spec.size");
    }

    @Test
    void theNumberOfACustomObjectIsAppliedOnlyWhereSomebodyOwnsIt() throws Exception {
        apply(WIDGETS + "/unowned", "spec: {size: small}");
        apply(WIDGETS + "/owned", "spec: {size: small, replicas: 2}");

        String scale = "{apiVersion: autoscaling/v1, kind: Scale, spec: {replicas: 2}}";
        JsonNode unowned =
                wire.send("PATCH", WIDGETS + "/unowned/scale?fieldManager=one", "application/apply-patch+yaml", scale);
        JsonNode owned =
                wire.send("PATCH", WIDGETS + "/owned/scale?fieldManager=one", "application/apply-patch+yaml", scale);

        assertThat(unowned.path("code").asInt()).describedAs(unowned.toString()).isEqualTo(500);
        assertThat(owned.at("/spec/replicas").asInt()).isEqualTo(2);
    }

    @Test
    void anotherNumberIsNotAppliedToACustomObjectByItsScale() throws Exception {
        apply(WIDGETS + "/number", "spec: {size: small, replicas: 2}");

        JsonNode refused = wire.send(
                "PATCH",
                WIDGETS + "/number/scale?fieldManager=one&force=true",
                "application/apply-patch+yaml",
                "{apiVersion: autoscaling/v1, kind: Scale, spec: {replicas: 3}}");

        assertThat(refused.path("code").asInt()).isEqualTo(500);
        assertThat(wire.get(WIDGETS + "/number").at("/spec/replicas").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}         | object
            []         | array
            x          | string
            true       | bool
            1.5        | number 1.5
            3000000000 | number 3000000000
            """)
    void aScaleThatCannotBeReadIsShownAsThePatchLeavesIt(String replicas, String found) throws Exception {
        apply(WIDGETS + "/unreadable", "spec: {size: small, replicas: 2}");

        JsonNode refused = wire.send(
                "PATCH",
                WIDGETS + "/unreadable/scale",
                "application/merge-patch+json",
                "{spec: {replicas: %s}}".formatted(replicas));

        assertThat(refused.path("code").asInt()).isEqualTo(422);
        assertThat(Wire.fields(refused)).containsExactly("patch");
        assertThat(refused.path("message").asText())
                .startsWith(" \"\" is invalid: patch: Invalid value: \"{\\\"apiVersion\\\":\\\"autoscaling/v1\\\"")
                .endsWith("json: cannot unmarshal %s into Go struct field ScaleSpec.spec.replicas of type int32"
                        .formatted(found));
    }

    @Test
    void whatIsAppliedBesideAStatusCountsForNothing() throws Exception {
        apply(WIDGETS + "/stated", "spec: {size: small}");

        JsonNode stated = state();

        assertThat(stated.at("/spec/size").asText()).isEqualTo("small");
        assertThat(stated.at("/status/replicas").asInt()).isOne();
        assertThat(statedAgainAfterASecond(stated)).isEqualTo(stated);
    }

    /** Times are told in whole seconds. */
    private static JsonNode statedAgainAfterASecond(JsonNode stated) throws IOException, InterruptedException {
        Instant written =
                Instant.parse(stated.at("/metadata/managedFields/1/time").asText());
        JsonNode again = stated;
        while (Instant.now().isBefore(written.plusSeconds(2)) && again.equals(stated)) again = state();
        return again;
    }

    private static JsonNode state() throws IOException, InterruptedException {
        return wire.send(
                "PATCH",
                WIDGETS + "/stated/status?fieldManager=two",
                "application/apply-patch+yaml",
                "{apiVersion: test.mastio.dev/v1, kind: Widget, metadata: {}, spec: {size: large}, status: {replicas: 1}}");
    }

    @Test
    void aStatusIsToldOfWithoutItsOwnName() throws Exception {
        apply(WIDGETS + "/told", "spec: {size: small}");

        JsonNode refused = wire.send(
                "PATCH", WIDGETS + "/told/status", "application/merge-patch+json", "{status: {replicas: []}}");

        assertThat(Wire.fields(refused)).contains("status.replicas");
        assertThat(refused.path("message").asText())
                .contains("\"array\": replicas in body must be of type integer")
                .doesNotContain("status.replicas in body");
    }

    @Test
    void aStatusThatIsAppliedAsNullIsNoneAndHasAnOwner() throws Exception {
        for (String name : List.of("bare", "reported", "cleared"))
            create(
                    WIDGETS,
                    "{apiVersion: test.mastio.dev/v1, kind: Widget, metadata: {name: %s}, spec: {size: small}}"
                            .formatted(name));
        apply(WIDGETS + "/reported/status", "one", "status: {selector: a}");
        apply(WIDGETS + "/cleared/status", "one", "status: {selector: a}");

        JsonNode bare = apply(WIDGETS + "/bare/status", "one", "status: null");
        JsonNode taken = apply(WIDGETS + "/bare/status", "two", "status: null");
        JsonNode filled = apply(WIDGETS + "/bare/status", "two", "status: {selector: a}");
        JsonNode reported = apply(WIDGETS + "/reported/status", "two", "status: null");
        JsonNode cleared = apply(WIDGETS + "/cleared/status", "one", "status: null");

        assertThat(bare.has("status")).isFalse();
        assertThat(owned(bare, "one")).isEqualTo("{\"f:status\":{}}");
        assertThat(taken.path("reason").asText()).isEqualTo("Conflict");
        assertThat(filled.path("reason").asText()).isEqualTo("Conflict");
        assertThat(reported.at("/status/selector").asText()).isEqualTo("a");
        assertThat(owned(reported, "two")).isEqualTo("{\"f:status\":{}}");
        assertThat(Wire.fields(cleared)).contains("status");
    }

    private static JsonNode apply(String path, String fields) throws IOException, InterruptedException {
        return apply(path, "one", fields);
    }

    private static JsonNode apply(String path, String manager, String fields) throws IOException, InterruptedException {
        return wire.send(
                "PATCH",
                path + "?fieldManager=" + manager,
                "application/apply-patch+yaml",
                "{apiVersion: test.mastio.dev/v1, kind: Widget, metadata: {}, " + fields + "}");
    }

    private static String owned(JsonNode object, String manager) {
        for (JsonNode entry : object.at("/metadata/managedFields"))
            if (entry.path("manager").asText().equals(manager)
                    && entry.path("operation").asText().equals("Apply"))
                return entry.path("fieldsV1").toString();
        return "";
    }
}
