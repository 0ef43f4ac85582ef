package dev.mastio.suite.conformance.pair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class NormaliserTest {

    private static JsonNode normalised(String yaml) {
        return Normaliser.normalise((ObjectNode) Trees.yaml(yaml));
    }

    @Test
    void takesOutWhatNoTwoServersHaveInCommon() {
        JsonNode object = normalised("""
            code: 201
            body:
              metadata: {uid: 0f0e0d0c-1111-2222-3333-444455556666, resourceVersion: '1732', creationTimestamp: '2026-11-27T23:08:56Z'}
              spec: {clusterIP: 10.0.0.17, ports: [{nodePort: 30123}], renewTime: '2026-11-27T23:08:56.123456Z'}
            """);

        assertThat(object).isEqualTo(Trees.yaml("""
            code: 201
            body:
              metadata: {uid: <uid>, resourceVersion: <version>, creationTimestamp: <time>}
              spec: {clusterIP: <address>, ports: [{nodePort: <port>}], renewTime: <microtime>}
            """));
    }

    @Test
    void leavesWhatServersMustAgreeAbout() {
        String reply = """
            {code: 200, body: {metadata: {name: a-b-c-d-e, generation: 2, resourceVersion: ''}, spec: {replicas: 10, image: 'x:1.2.3', period: 10s}}}
            """;

        assertThat(normalised(reply)).isEqualTo(Trees.yaml(reply));
    }

    @Test
    void hidesWhatChanceHasAddedToAName() {
        JsonNode object =
                normalised("{body: {metadata: {generateName: gen-, name: gen-x7k2p}, note: about gen-x7k2p}}");

        assertThat(object.at("/body/metadata/name").asText()).isEqualTo("gen-<random>");
        assertThat(object.at("/body/note").asText()).isEqualTo("about gen-<random>");
    }

    @Test
    void putsCausesIntoOneOrderAlsoInTheMessage() {
        String some = causes("a: is wrong", "b: is bad");
        String other = causes("b: is bad", "a: is wrong");

        assertThat(normalised(some)).isEqualTo(normalised(other));
        assertThat(normalised(some).at("/body/message").asText())
                .isEqualTo("X \"n\" is invalid: [a: is wrong, b: is bad]");
    }

    @Test
    void leavesAMessageThatIsNotMadeOfItsCauses() {
        JsonNode reply = normalised(causes("b: is bad", "a: is wrong")
                .replace("is invalid", "is invalid, all in all")
                .replace("]'", "] and more'"));

        assertThat(reply.at("/body/message").asText()).endsWith("[b: is bad, a: is wrong] and more");
    }

    private static String causes(String first, String second) {
        return """
            body:
              message: 'X "n" is invalid: [%s, %s]'
              details: {causes: [{field: %s, message: %s}, {field: %s, message: %s}]}
            """.formatted(
                        first,
                        second,
                        first.split(": ", -1)[0],
                        first.split(": ", -1)[1],
                        second.split(": ", -1)[0],
                        second.split(": ", -1)[1]);
    }

    @Test
    void putsManagersIntoOneOrder() {
        assertThat(normalised("{body: {metadata: {managedFields: [{manager: b}, {manager: a}]}}}"))
                .isEqualTo(Trees.yaml("{body: {metadata: {managedFields: [{manager: a}, {manager: b}]}}}"));
    }

    @Test
    void dropsBookmarksButTheOneThatSaysSomething() {
        JsonNode reply = normalised("""
            events:
            - {type: BOOKMARK, object: {metadata: {resourceVersion: '5'}}}
            - {type: ADDED, object: {metadata: {name: a}}}
            - {type: BOOKMARK, object: {metadata: {resourceVersion: '6', annotations: {k8s.io/initial-events-end: 'true'}}}}
            """);

        assertThat(reply.at("/events")).hasSize(2);
        assertThat(reply.at("/events/0/type").asText()).isEqualTo("ADDED");
    }

    @Test
    void hidesAgesAndWidthsOfColumnsInWhatIsPrinted() {
        JsonNode narrow = normalised("{exit: 0, out: ['NAME  DATA  AGE', 'a     1     5s'], err: []}");
        JsonNode wide = normalised("{exit: 0, out: ['NAME   DATA   AGE', 'a      1      2m10s'], err: []}");

        assertThat(narrow).isEqualTo(wide);
        assertThat(narrow.at("/out/1").asText()).isEqualTo("a  1  <age>");
    }
}
