package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.local.api.wire.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refusals in the words of Kubernetes, as {@code ./mastio conformance} has found them. */
class RefusalsTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final Wire wire = running.wire();

    private static void given(String name) throws IOException, InterruptedException {
        wire.send("POST", MAPS, "application/json", "{metadata: {name: " + name + "}, data: {a: b}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ?fieldValidation=Lax | {metadata: {name: a}} | 422 | CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Lax"
            ?dryRun=Some         | {metadata: {name: a}} | 422 | CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]
            ``                   | {metadata: {name: a}, data: {a: 1}} | 400 | json: cannot unmarshal number into Go struct field ConfigMap.data of type string
            ``                   | {metadata: {name: a, finalizers: ['a b']}} | 422 | name part must consist of alphanumeric characters
            ``                   | {metadata: {name: a, labels: {'a b': c}}} | 422 | metadata.labels: Invalid value: "a b": name part must consist
            ``                   | {metadata: {name: a, annotations: {/b: c}}} | 422 | prefix part must be non-empty
            ``                   | {metadata: {name: a, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: a}]}} | 422 | metadata.ownerReferences[0].uid: Required value
            ``                   | {metadata: {name: A}} | 422 | a lowercase RFC 1123 subdomain must consist of
            """)
    void refusesToCreate(String query, String object, int code, String message) throws Exception {
        JsonNode status = wire.send("POST", MAPS + query, "application/json", object);

        assertThat(status.path("code").asInt()).isEqualTo(code);
        assertThat(status.path("message").asText()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            application/merge-patch+json           | {metadata: {name: b}}        | 400 | the name of the object (b) does not match the name on the URL (patched)
            application/merge-patch+json           | {metadata: {uid: other}}     | 422 | metadata.uid: Invalid value: "other": field is immutable
            application/merge-patch+json           | {data: {a: 1}}               | 422 | json: cannot unmarshal number
            application/merge-patch+json           | []                           | 400 | json: cannot unmarshal array into Go value of type map
            application/json-patch+json            | {}                           | 400 | json: cannot unmarshal object into Go value of type
            application/json-patch+json            | [{op: remove, path: /x}]     | 422 | the server rejected our request due to an error in our request
            application/strategic-merge-patch+json | {data: {$patch: shake}}      | 500 | unknown patch type: shake in map: map[$patch:shake]
            """)
    void refusesToPatch(String contentType, String patch, int code, String message) throws Exception {
        given("patched");

        JsonNode status = wire.send("PATCH", MAPS + "/patched", contentType, patch);

        assertThat(status.path("code").asInt()).isEqualTo(code);
        assertThat(status.path("message").asText()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                | {apiVersion: v1, kind: ConfigMap, metadata: {}}              | 422 | fieldManager: Required value: is required for apply patch
            ?fieldManager=one | {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}       | 400 | does not match the name on the URL
            ?fieldManager=one | {apiVersion: v1, kind: ConfigMap, metadata: {}, unknown: 1}  | 500 | .unknown: field not declared in schema
            ?fieldManager=one | {apiVersion: v1, kind: ConfigMap, metadata: {}, data: {a: 1}} | 500 | .data.a: expected string
            """)
    void refusesToApply(String query, String configuration, int code, String message) throws Exception {
        JsonNode status = wire.send("PATCH", MAPS + "/applied" + query, "application/apply-patch+yaml", configuration);

        assertThat(status.path("code").asInt()).isEqualTo(code);
        assertThat(status.path("message").asText()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            configmaps  | {metadata: {name: x}, data: {a/b: c}}                        | data[a/b]
            configmaps  | {metadata: {name: x}, data: {a: b}, binaryData: {a: aGk=}}   | data[a]
            secrets     | {metadata: {name: x}, type: kubernetes.io/tls}               | data[tls.crt]
            services    | {metadata: {name: x}, spec: {ports: [{port: 1}, {port: 2}]}} | spec.ports[0].name
            services    | {metadata: {name: x}, spec: {}}                              | spec.ports
            pods        | {metadata: {name: x}, spec: {containers: [{name: c, image: i, volumeMounts: [{name: v, mountPath: /v}]}]}} | spec.containers[0].volumeMounts[0].name
            pods        | {metadata: {name: x}, spec: {containers: [{name: c, image: i, livenessProbe: {periodSeconds: 1}}]}} | spec.containers[0].livenessProbe
            pods        | {metadata: {name: x}, spec: {containers: [{name: c, image: i, resources: {limits: {cpu: 1}, requests: {cpu: 2}}}]}} | spec.containers[0].resources.requests
            pods        | {metadata: {name: x}, spec: {containers: [{name: c, image: i}, {name: c, image: i}]}} | spec.containers[1].name
            """)
    void namesTheFieldThatIsWrong(String plural, String object, String field) throws Exception {
        JsonNode status = wire.send("POST", "/api/v1/namespaces/default/" + plural, "application/json", object);

        assertThat(status.path("code").asInt()).isEqualTo(422);
        assertThat(status.at("/details/causes").findValuesAsText("field")).contains(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /apis/apps/v1/namespaces/default/statefulsets                       | apps/v1              | StatefulSet             | statefulsets.apps
            /apis/apps/v1/namespaces/default/daemonsets                         | apps/v1              | DaemonSet               | daemonsets.apps
            /apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers    | autoscaling/v2       | HorizontalPodAutoscaler | horizontalpodautoscalers.autoscaling
            /apis/networking.k8s.io/v1/namespaces/default/ingresses             | networking.k8s.io/v1 | Ingress                 | ingresses.networking.k8s.io
            /api/v1/namespaces/default/resourcequotas                           | v1                   | ResourceQuota           | resourcequotas
            /api/v1/namespaces/default/limitranges                              | v1                   | LimitRange              | limitranges
            /apis/scheduling.k8s.io/v1/priorityclasses                          | scheduling.k8s.io/v1 | PriorityClass           | priorityclasses.scheduling.k8s.io
            """)
    void refusesWhatNothingHereActsUpon(String path, String apiVersion, String kind, String resource) throws Exception {
        String object = "{apiVersion: %s, kind: %s, metadata: {name: idle}}".formatted(apiVersion, kind);

        JsonNode created = wire.send("POST", path, "application/json", object);
        JsonNode applied = wire.send("PATCH", path + "/idle?fieldManager=one", "application/apply-patch+yaml", object);

        assertThat(List.of(created, applied)).allSatisfy(status -> {
            assertThat(status.path("code").asInt()).isEqualTo(501);
            assertThat(status.path("message").asText())
                    .contains(resource + ": use a real one (./mastio up --cluster=real)");
        });
        assertThat(wire.get(path).path("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /apis/networking.k8s.io/v1/namespaces/default/networkpolicies | {metadata: {name: told}, spec: {podSelector: {}}}                        | acts upon networkpolicies.networking.k8s.io: everybody reaches every pod
            /apis/policy/v1/namespaces/default/poddisruptionbudgets       | {metadata: {name: told}, spec: {minAvailable: 1, selector: {}}}          | acts upon poddisruptionbudgets.policy: there are no evictions
            /api/v1/namespaces/default/endpoints                          | {metadata: {name: told}}                                                 | acts upon endpoints
            /api/v1/namespaces/default/services                           | {metadata: {name: told-1}, spec: {type: NodePort, ports: [{port: 1}]}}     | type NodePort no more than a cluster IP
            /api/v1/namespaces/default/services                           | {metadata: {name: told-2}, spec: {type: LoadBalancer, ports: [{port: 1}]}} | type LoadBalancer no more than a cluster IP
            /api/v1/namespaces/default/services                           | {metadata: {name: told-3}, spec: {ports: [{port: 1}]}}                     | ``
            """)
    void warnsOfWhatIsStoredAndNotHeeded(String path, String object, String warning) throws Exception {
        HttpResponse<byte[]> answer = wire.send(wire.request(path)
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(object))
                .build());

        assertThat(answer.statusCode()).isEqualTo(201);
        List<String> warnings = answer.headers().allValues("Warning");
        if (warning.isEmpty()) assertThat(warnings).isEmpty();
        else
            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .startsWith("299 - \"")
                    .contains(warning);
    }

    @Test
    void keepsWhatSaysThatItIsImmutable() throws Exception {
        wire.send("POST", MAPS, "application/json", "{metadata: {name: fixed}, data: {a: b}, immutable: true}");

        for (String change : List.of("{data: {a: c}}", "{immutable: false}"))
            assertThat(wire.send("PATCH", MAPS + "/fixed", "application/merge-patch+json", change)
                            .path("message")
                            .asText())
                    .contains("field is immutable when `immutable` is set");
        assertThat(wire.send("PATCH", MAPS + "/fixed", "application/merge-patch+json", "{metadata: {labels: {a: b}}}")
                        .at("/metadata/labels/a")
                        .asText())
                .isEqualTo("b");
    }

    @Test
    void keepsNeitherEmptyMapsNorFractionsOfWholeNumbers() throws Exception {
        JsonNode made = wire.send("POST", MAPS, "application/json", "{metadata: {name: bare, labels: {}}, data: {}}");

        assertThat(made.has("data")).isFalse();
        assertThat(made.at("/metadata").has("labels")).isFalse();
        assertThat(made.at("/metadata").has("managedFields")).isFalse();
    }

    @Test
    void showsWhatLeavesASelectionAsItWasInIt() throws Exception {
        JsonNode made = wire.send("POST", MAPS, "application/json", "{metadata: {name: leaves, labels: {in: 'yes'}}}");
        String version = made.at("/metadata/resourceVersion").asText();
        wire.send("PATCH", MAPS + "/leaves", "application/merge-patch+json", "{metadata: {labels: {in: 'no'}}}");

        JsonNode event = wire.events(MAPS + "?watch=true&labelSelector=in%3Dyes&resourceVersion=" + version, 1)
                .getFirst();

        assertThat(event.path("type").asText()).isEqualTo("DELETED");
        assertThat(event.at("/object/metadata/labels/in").asText()).isEqualTo("yes");
    }

    @Test
    void tellsConflictsByManager() throws Exception {
        String configuration = "{apiVersion: v1, kind: ConfigMap, metadata: {}, data: {a: %s, b: %s}}";
        String path = MAPS + "/shared?fieldManager=";
        wire.send("PATCH", path + "one", "application/apply-patch+yaml", configuration.formatted("x", "x"));

        JsonNode status =
                wire.send("PATCH", path + "two", "application/apply-patch+yaml", configuration.formatted("y", "y"));

        assertThat(status.path("message").asText())
                .isEqualTo("Apply failed with 2 conflicts: conflicts with \"one\":\n- .data.a\n- .data.b");
    }

    @Test
    void letsOnlyThoseOwnAnObjectWhoMadeIt() throws Exception {
        JsonNode made = wire.send(
                "POST",
                MAPS + "?fieldManager=one",
                "application/json",
                "{metadata: {name: owned, labels: {x: y}}, data: {a: b}}");

        assertThat(made.at("/metadata/managedFields/0/fieldsV1"))
                .isEqualTo(Json.parseYaml("""
                        {'f:data': {'.': {}, 'f:a': {}}, 'f:metadata': {'f:labels': {'.': {}, 'f:x': {}}}}
                        """.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void createsALeaseByReplacingNone() throws Exception {
        String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases/mine";

        JsonNode made =
                wire.send("PUT", leases, "application/json", "{metadata: {name: mine}, spec: {holderIdentity: me}}");

        assertThat(made.at("/spec/holderIdentity").asText()).isEqualTo("me");
        assertThat(wire.send("PUT", leases, "application/json", "{metadata: {name: mine}}")
                        .path("message")
                        .asText())
                .contains("metadata.resourceVersion: Invalid value: 0: must be specified for an update");
    }

    @Test
    void putsElementsIntoTheOrderThatAStrategicPatchWants() throws Exception {
        String deployments = "/apis/apps/v1/namespaces/default/deployments";
        wire.send("POST", deployments, "application/json", """
                {metadata: {name: ordered}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {
                containers: [{name: a, image: x}, {name: b, image: x}, {name: c, image: x}]}}}}
                """);

        JsonNode patched = wire.send("PATCH", deployments + "/ordered", "application/strategic-merge-patch+json", """
                {spec: {template: {spec: {$setElementOrder/containers: [{name: c}, {name: a}], containers: [{name: c, image: z}]}}}}
                """);

        assertThat(patched.at("/spec/template/spec/containers").findValuesAsText("name"))
                .containsExactly("b", "c", "a");
    }
}
