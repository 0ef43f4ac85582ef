package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.local.api.wire.Json;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a real server answers what random calls have asked both of the kinds that it has built in. */
class RandomFindingsTest {
    private static final String CORE = "/api/v1/namespaces/default/";
    private static final String APPS = "/apis/apps/v1/namespaces/default/";
    private static final String POD = "spec: {restartPolicy: Never, containers: [{name: main, image: x}]}";

    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final Wire wire = running.wire();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        wire.send("POST", CORE + "configmaps", "application/json", "{metadata: {name: there}}");
        wire.send(
                "POST",
                "/apis/coordination.k8s.io/v1/namespaces/default/leases",
                "application/json",
                "{metadata: {name: there}, spec: {holderIdentity: one}}");
        create("/apis/policy/v1/namespaces/default/poddisruptionbudgets", "{metadata: {name: there}}");
        create(APPS + "deployments", deployment("there", ""));
        wire.send("POST", CORE + "persistentvolumeclaims", "application/json", """
                {metadata: {name: there}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
                """);
    }

    private static JsonNode create(String collection, String yaml) throws IOException, InterruptedException {
        return wire.send("POST", collection, "application/json", yaml);
    }

    private static String deployment(String name, String more) {
        return "{metadata: {name: %s}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: main, image: x%s}]}}}}"
                .formatted(name, more);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PUT   | /api/v1/namespaces/default/configmaps/none?fieldValidation=Strict | json | {metadata: {name: none}, nobodyKnows: 1} | 400
            PUT   | /api/v1/namespaces/default/configmaps/none | json | {metadata: {name: none}, data: 7} | 400
            POST  | /api/v1/namespaces/default/configmaps | json | {metadata: {name: a}, immutable: []} | 400
            POST  | /api/v1/namespaces/default/secrets | json | {metadata: {name: a}, data: {a: 30s}} | 400
            POST  | /apis/coordination.k8s.io/v1/namespaces/default/leases | json | {metadata: {name: a}, spec: {renewTime: soon}} | 400
            PATCH | /apis/coordination.k8s.io/v1/namespaces/default/leases/there | merge-patch+json | {spec: {renewTime: ''}} | 422
            PATCH | /api/v1/namespaces/default/configmaps/there | strategic-merge-patch+json | {$patch: delete} | 400
            POST  | /api/v1/namespaces/default/services | json | {metadata: {name: a}, spec: {ports: [{name: a, port: 80}, {name: a, port: 81}]}} | 422
            POST  | /apis/policy/v1/namespaces/default/poddisruptionbudgets | json | {metadata: {name: a}, spec: {minAvailable: 1, maxUnavailable: 1}} | 422
            PATCH | /api/v1/namespaces/default/persistentvolumeclaims/there | merge-patch+json | {spec: {selector: {}}} | 422
            PATCH | /api/v1/namespaces/default/persistentvolumeclaims/there | merge-patch+json | {spec: {resources: {requests: {storage: 2Gi}}}} | 422
            PATCH | /api/v1/namespaces/default/persistentvolumeclaims/there | merge-patch+json | {spec: {volumeName: one}} | 200
            PATCH | /api/v1/namespaces/default/configmaps/none?fieldManager=one | apply-patch+yaml | {apiVersion: v1, kind: ConfigMap, metadata: {uid: x}} | 409
            PATCH | /api/v1/namespaces/default/configmaps/none?fieldManager=one | apply-patch+yaml | {apiVersion: v1, kind: ConfigMap, metadata: {uid: x}, nobodyKnows: 1} | 500
            POST  | /api/v1/namespaces/default/pods | json | {metadata: {name: a}, spec: {containers: [{name: a, image: x, resources: {limits: {mem: 1}}}]}} | 422
            POST  | /api/v1/namespaces/default/services | json | {metadata: {name: a}, spec: {ports: [{port: 80}], ipFamilyPolicy: RequireDualStack}} | 422
            POST  | /apis/networking.k8s.io/v1/namespaces/default/networkpolicies | json | {metadata: {name: a}, spec: {ingress: [{from: [{}]}]}} | 422
            POST  | /apis/networking.k8s.io/v1/namespaces/default/networkpolicies | json | {metadata: {name: a}, spec: {policyTypes: [x]}} | 422
            POST  | /apis/networking.k8s.io/v1/namespaces/default/networkpolicies | json | {metadata: {name: a}, spec: {podSelector: {matchLabels: {a: b c}}}} | 422
            POST  | /apis/networking.k8s.io/v1/namespaces/default/networkpolicies | json | {metadata: {name: a}, spec: {podSelector: {matchExpressions: [{key: a, operator: In}]}}} | 422
            POST  | /api/v1/namespaces/default/persistentvolumeclaims | json | {metadata: {name: a}, spec: {storageClassName: a b, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}} | 422
            POST  | /api/v1/namespaces/default/pods | json | {metadata: {name: a}, spec: {hostAliases: [{ip: ''}], containers: [{name: a, image: x}]}} | 422
            PATCH | /api/v1/namespaces/default/configmaps/there?fieldManager=one | apply-patch+yaml | {apiVersion: v1, kind: ConfigMap, metadata: {uid: x}} | 422
            PATCH | /api/v1/namespaces/default/services/none?fieldManager=one | apply-patch+yaml | {apiVersion: v1, kind: Service, metadata: {}, spec: {ports: [null]}} | 500
            PUT   | /api/v1/namespaces/default/services/none | json | {metadata: {name: none, uid: x}} | 409
            PUT   | /apis/coordination.k8s.io/v1/namespaces/default/leases/versioned | json | {metadata: {name: versioned, resourceVersion: '1'}} | 200
            PATCH | /api/v1/namespaces/default/configmaps/there | merge-patch+json | {metadata: {resourceVersion: '1', uid: x}} | 409
            PATCH | /apis/policy/v1/namespaces/default/poddisruptionbudgets/there | json-patch+json | [{op: remove, path: /metadata/resourceVersion}] | 422
            POST  | /apis/policy/v1/namespaces/default/poddisruptionbudgets | json | {metadata: {name: a}, spec: {maxUnavailable: '0'}} | 422
            PATCH | /api/v1/namespaces/default/configmaps/there | json-patch+json | [{op: replace, path: /data, value: []}, {op: replace, path: /data/x}] | 422
            PATCH | /apis/policy/v1/namespaces/default/poddisruptionbudgets/there?fieldValidation=Strict | strategic-merge-patch+json | {spec: {$patch: replace}, $patch: replace} | 422
            POST  | /api/v1/namespaces/default/persistentvolumeclaims | json | {metadata: {name: a}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 0}}}} | 422
            POST  | /api/v1/namespaces/default/services | json | {metadata: {name: a}, spec: {selector: {app: x/y}, ports: [{port: 80}]}} | 422
            POST  | /api/v1/namespaces/default/services | json | {metadata: {name: a}, spec: {ports: [{port: 80, name: a}, {port: 81, name: ''}]}} | 422
            POST  | /api/v1/namespaces/default/pods | json | {metadata: {name: a}, spec: {containers: [{name: a, image: ''}]}} | 422
            POST  | /api/v1/namespaces/default/pods | json | {metadata: {name: a}, spec: {containers: [{name: a, image: x, env: [{name: é}]}]}} | 422
            POST  | /apis/batch/v1/namespaces/default/cronjobs | json | {metadata: {name: a}, spec: {schedule: '* * * * *', jobTemplate: {spec: {backoffLimit: -1, template: {spec: {restartPolicy: Never, containers: [{name: a, image: x}]}}}}}} | 422
            POST  | /api/v1/namespaces/default/pods | json | {metadata: {name: a}, spec: {nodeSelector: {app: x/y}, containers: [{name: a, image: x}]}} | 422
            PATCH | /apis/coordination.k8s.io/v1/namespaces/default/leases/there?fieldManager=one | apply-patch+yaml | {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {}, spec: {holderIdentity: other, acquireTime: []}} | 500
            PATCH | /apis/coordination.k8s.io/v1/namespaces/default/leases/there?fieldManager=one | apply-patch+yaml | {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {}, spec: {holderIdentity: other, acquireTime: 7}} | 409
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale?fieldManager=one | apply-patch+yaml | {apiVersion: autoscaling/v1, kind: Scale, metadata: {name: there}, spec: {replicas: true}} | 500
            PUT   | /apis/apps/v1/namespaces/default/deployments/there/scale | json | {apiVersion: autoscaling/v1, kind: Deployment, metadata: {name: there}, spec: {replicas: 1}} | 400
            PUT   | /apis/apps/v1/namespaces/default/deployments/there/scale | json | {metadata: {name: there}, spec: {replicas: 1}} | 200
            PATCH | /apis/apps/v1/namespaces/default/deployments/none/scale?fieldManager=one | apply-patch+yaml | {apiVersion: autoscaling/v1, kind: Scale, metadata: {name: none}, spec: {replicas: x}} | 404
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale | strategic-merge-patch+json | {$patch: replace} | 400
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale | merge-patch+json | {spec: {replicas: {}}} | 422
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale | merge-patch+json | {spec: 7} | 422
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale | strategic-merge-patch+json | {spec: {replicas: x}} | 422
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale | json-patch+json | [{op: add, path: /spec/replicas, value: []}] | 422
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale | merge-patch+json | {spec: {replicas: 3000000000}} | 422
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale?fieldValidation=Strict | merge-patch+json | {spec: {nobodyKnows: 1}} | 422
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale | merge-patch+json | {kind: null, spec: {replicas: 1}} | 200
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale | merge-patch+json | {metadata: {name: other}} | 400
            PUT   | /apis/apps/v1/namespaces/default/deployments/there/scale | json | {metadata: {name: there}, spec: 7} | 400
            PUT   | /apis/apps/v1/namespaces/default/deployments/there/scale | json | {spec: {replicas: 1}} | 400
            PATCH | /apis/apps/v1/namespaces/default/deployments/there/scale?fieldManager=one | apply-patch+yaml | {apiVersion: autoscaling/v1, kind: Scale, spec: {replicas: 1.5}} | 500
            PATCH | /apis/apps/v1/namespaces/default/deployments/there | merge-patch+json | {spec: {replicas: 3000000000}} | 422
            PATCH | /apis/apps/v1/namespaces/default/deployments/there | merge-patch+json | {spec: {template: {spec: {terminationGracePeriodSeconds: 3000000000}}}} | 200
            PUT   | /apis/apps/v1/namespaces/default/deployments/there/status | json | {metadata: {name: there}, status: {observedGeneration: -1}} | 422
            POST  | /api/v1/namespaces/default/secrets | json | {metadata: {name: bytes}, data: {a: [65, null]}} | 200
            POST  | /api/v1/namespaces/default/secrets | json | {metadata: {name: a}, data: {a: [256]}} | 400
            PATCH | /api/v1/namespaces/default/pods/a?fieldManager=one | apply-patch+yaml | {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{}, {name: ''}]}} | 500
            POST  | /apis/apps/v1/namespaces/default/deployments | json | {metadata: {name: a}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {serviceAccountName: 'a b', containers: [{name: main, image: x}]}}}} | 422
            POST  | /apis/apps/v1/namespaces/default/deployments | json | {metadata: {name: a}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a, b: é}}, spec: {containers: [{name: main, image: x}]}}}} | 422
            POST  | /apis/networking.k8s.io/v1/namespaces/default/networkpolicies | json | {metadata: {name: a}, spec: {ingress: [{ports: [{port: A_NAME}]}]}} | 422
            """)
    void answers(String method, String path, String type, String yaml, int code) throws Exception {
        assertThat(wire.send(method, path, "application/" + type, yaml)
                        .path("code")
                        .asInt(200))
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PUT   | configmaps/none  | json | {metadata: {name: none}, nobodyKnows: 1} | 404
            PATCH | configmaps/there | merge-patch+json | {metadata: {resourceVersion: '1'}, nobodyKnows: 1} | 409
            """)
    void tellsOfUnknownFieldsAlsoOfWhatItRefuses(String method, String path, String type, String yaml, int code)
            throws Exception {
        JsonNode body = Json.parseYaml(yaml.getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> refused = wire.send(wire.request(CORE + path)
                .header("Content-Type", "application/" + type)
                .method(method, BodyPublishers.ofString(body.toString()))
                .build());

        assertThat(refused.statusCode()).isEqualTo(code);
        assertThat(refused.headers().firstValue("Warning"))
                .hasValueSatisfying(warning -> assertThat(warning).contains("unknown field"));
    }

    @ParameterizedTest
    @CsvSource({"configmaps, binaryData, 422", "configmaps, data, 200", "secrets, data, 422"})
    void anEmptyMapIsAChangeOfWhatIsImmutable(String resource, String field, int code) throws Exception {
        create(
                CORE + resource,
                "{metadata: {name: immutable-%s}, immutable: true}".formatted(field.toLowerCase(Locale.ROOT)));

        JsonNode patched = wire.send(
                "PATCH",
                CORE + resource + "/immutable-" + field.toLowerCase(Locale.ROOT),
                "application/merge-patch+json",
                "{%s: {x: null}}".formatted(field));

        assertThat(patched.path("code").asInt(200)).isEqualTo(code);
    }

    @Test
    void bytesMayBeGivenAsNumbers() throws Exception {
        JsonNode secret = create(CORE + "secrets", "{metadata: {name: numbers}, data: {a: [65, 66], b: []}}");

        assertThat(secret.path("data").toString()).isEqualTo("{\"a\":\"QUI=\",\"b\":\"\"}");
    }

    @Test
    void aValueThatAJsonPatchLeavesOutIsNull() throws Exception {
        JsonNode patched = wire.send("PATCH", CORE + "configmaps/there", "application/json-patch+json", """
                [{op: test, path: /immutable}, {op: add, path: /data}]
                """);

        assertThat(patched.path("kind").asText()).isEqualTo("ConfigMap");
    }

    @Test
    void neitherZeroesNorNullsAreKeptAsTheyWereGiven() throws Exception {
        JsonNode deployment = create(
                APPS + "deployments",
                deployment("zeroes", ", args: [null], env: [{name: A, value: ''}]")
                        .replace("spec: {selector", "spec: {paused: false, minReadySeconds: 0, selector")
                        .replace("{containers", "{restartPolicy: '', containers"));
        JsonNode secret = create(CORE + "secrets", "{metadata: {name: nulls}, type: '', data: {a: null}}");

        assertThat(deployment.path("spec").has("paused")).isFalse();
        assertThat(deployment.path("spec").has("minReadySeconds")).isFalse();
        assertThat(deployment.at("/spec/template/spec/restartPolicy").asText()).isEqualTo("Always");
        JsonNode container = deployment.at("/spec/template/spec/containers/0");
        assertThat(container.at("/args/0").asText("none")).isEmpty();
        assertThat(container.at("/env/0").has("value")).isFalse();
        assertThat(secret.at("/data/a").asText("none")).isEmpty();
        assertThat(secret.path("type").asText()).isEqualTo("Opaque");
    }

    @Test
    void elementsWithTheSameKeysAreOwnedAsOne() throws Exception {
        JsonNode made = create(
                APPS + "deployments", deployment("twice", ", ports: [{containerPort: 80}, {containerPort: 80}]"));

        JsonNode fields = made.at("/metadata/managedFields/0/fieldsV1/f:spec/f:template/f:spec/f:containers")
                .elements()
                .next()
                .path("f:ports");
        assertThat(fields.path("k:{\"containerPort\":80,\"protocol\":\"TCP\"}").isEmpty())
                .isTrue();
    }

    @Test
    void generationsOfDeploymentsCountAnnotationsToo() throws Exception {
        create(APPS + "deployments", deployment("noted", ""));

        JsonNode noted = wire.send("PATCH", APPS + "deployments/noted", "application/merge-patch+json", """
                {metadata: {annotations: {note: x}}}
                """);

        assertThat(noted.at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void aJobHasTheLabelsOfItsTemplateAndLeavesItsPodsBehind() throws Exception {
        String jobs = "/apis/batch/v1/namespaces/default/jobs";
        JsonNode made =
                create(jobs, "{metadata: {name: kept}, spec: {template: {metadata: {labels: {x: y}}, " + POD + "}}}");

        JsonNode deleted = wire.send("DELETE", jobs + "/kept", "application/json", "{}");

        assertThat(made.at("/metadata/labels")).isEqualTo(made.at("/spec/template/metadata/labels"));
        assertThat(made.at("/metadata/labels/x").asText()).isEqualTo("y");
        assertThat(Json.texts(deleted.at("/metadata/finalizers"))).containsExactly("orphan");
    }

    @Test
    void aServiceThatIsGoneIsShownAsItWas() throws Exception {
        JsonNode made = create(CORE + "services", "{metadata: {name: gone}, spec: {clusterIP: None}}");

        JsonNode deleted = wire.send("DELETE", CORE + "services/gone", "application/json", "{}");

        assertThat(deleted).isEqualTo(made);
        assertThat(Json.texts(made.at("/spec/ipFamilies"))).containsExactly("IPv4", "IPv6");
    }

    @Test
    void policiesAndBudgetsAreFilledIn() throws Exception {
        JsonNode policy =
                create("/apis/networking.k8s.io/v1/namespaces/default/networkpolicies", "{metadata: {name: bare}}");
        JsonNode budget = create("/apis/policy/v1/namespaces/default/poddisruptionbudgets", "{metadata: {name: bare}}");

        assertThat(Json.texts(policy.at("/spec/policyTypes"))).containsExactly("Ingress");
        assertThat(policy.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(budget.at("/status/disruptionsAllowed").asInt(-1)).isZero();
    }

    @Test
    void aPodMayGetAnotherImageAndNothingElse() throws Exception {
        JsonNode made = create(
                CORE + "pods",
                "{metadata: {name: fixed}, spec: {containers: [{name: main, image: x, resources: {requests: {cpu: 1}}}]}}");

        JsonNode refused = wire.send(
                "PATCH", CORE + "pods/fixed", "application/merge-patch+json", "{spec: {restartPolicy: Never}}");
        JsonNode patched = wire.send("PATCH", CORE + "pods/fixed", "application/strategic-merge-patch+json", """
                {spec: {containers: [{name: main, image: y}]}}
                """);

        assertThat(made.at("/status/qosClass").asText()).isEqualTo("Burstable");
        assertThat(refused.path("message").asText()).contains("pod updates may not change fields other than");
        assertThat(patched.at("/spec/containers/0/image").asText()).isEqualTo("y");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            example, Always
            localhost/example:latest, Always
            host:80/example, Always
            UPPER/example, Always
            example:1, IfNotPresent
            UPPER, IfNotPresent
            host:80/UPPER, IfNotPresent
            example@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, IfNotPresent
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, IfNotPresent
            a b, IfNotPresent
            """)
    void onlyWhatNamesTheNewestImageIsAlwaysPulled(String image, String policy) throws Exception {
        JsonNode made = create(
                CORE + "pods?dryRun=All",
                "{metadata: {name: pulled}, spec: {containers: [{name: main, image: '" + image + "'}]}}");

        assertThat(made.at("/spec/containers/0/imagePullPolicy").asText()).isEqualTo(policy);
    }

    @Test
    void aServiceKeepsItsFamiliesAndHasOneWithASelector() throws Exception {
        create(CORE + "services", "{metadata: {name: families}, spec: {clusterIP: None}}");

        JsonNode kept = wire.send(
                "PUT", CORE + "services/families", "application/json", "{metadata: {name: families}, spec: {}}");
        JsonNode refused = wire.send("PATCH", CORE + "services/families", "application/merge-patch+json", """
                {spec: {selector: {app: a}, ports: [{}]}}
                """);
        JsonNode single = wire.send("PATCH", CORE + "services/families", "application/merge-patch+json", """
                {spec: {ipFamilyPolicy: SingleStack}}
                """);

        assertThat(kept.at("/spec/clusterIP").asText()).isEqualTo("None");
        assertThat(kept.at("/spec/ipFamilyPolicy").asText()).isEqualTo("RequireDualStack");
        assertThat(Json.texts(kept.at("/spec/ipFamilies"))).containsExactly("IPv4", "IPv6");
        assertThat(Wire.fields(refused)).containsExactly("spec.ipFamilyPolicy", "spec.ipFamilies[1]");
        assertThat(Json.texts(single.at("/spec/ipFamilies"))).containsExactly("IPv4");
    }

    @Test
    void completionsOfAJobAreNeitherTakenAwayNorAdded() throws Exception {
        String jobs = "/apis/batch/v1/namespaces/default/jobs";
        create(jobs, "{metadata: {name: once}, spec: {template: {" + POD + "}}}");
        create(jobs, "{metadata: {name: many}, spec: {parallelism: 0, template: {" + POD + "}}}");
        create(
                jobs,
                "{metadata: {name: counted}, spec: {completionMode: Indexed, completions: 1, template: {" + POD
                        + "}}}");

        JsonNode removed = wire.send("PATCH", jobs + "/once", "application/json-patch+json", """
                [{op: remove, path: /spec/completions}]
                """);
        JsonNode added = wire.send("PATCH", jobs + "/many", "application/merge-patch+json", "{spec: {completions: 2}}");
        JsonNode alone =
                wire.send("PATCH", jobs + "/counted", "application/merge-patch+json", "{spec: {completions: 2}}");
        JsonNode inTandem = wire.send("PATCH", jobs + "/counted", "application/merge-patch+json", """
                {spec: {completions: 2, parallelism: 2}}
                """);

        assertThat(Wire.fields(removed)).containsExactly("spec.completions");
        assertThat(Wire.fields(added)).containsExactly("spec.completions");
        assertThat(Wire.fields(alone)).containsExactly("spec.completions");
        assertThat(inTandem.at("/spec/completions").asInt()).isEqualTo(2);
    }

    @Test
    void aPodMayTolerateMoreButNotLess() throws Exception {
        create(
                CORE + "pods",
                "{metadata: {name: tolerant}, spec: {tolerations: [{operator: Exists, effect: NoExecute}], containers: [{name: main, image: x}]}}");

        JsonNode refused = wire.send("PATCH", CORE + "pods/tolerant", "application/json-patch+json", """
                [{op: remove, path: /spec/tolerations}]
                """);
        JsonNode shorter = wire.send("PATCH", CORE + "pods/tolerant", "application/json-patch+json", """
                [{op: add, path: /spec/tolerations/0/tolerationSeconds, value: 1}, {op: add, path: /spec/tolerations/-, value: {key: a}}]
                """);

        assertThat(Wire.fields(refused)).containsExactly("spec.tolerations");
        assertThat(shorter.at("/spec/tolerations").size()).isEqualTo(2);
    }

    @Test
    void whoCanNotReadASelectorDoesNotLookAtTheTemplate() throws Exception {
        JsonNode refused =
                create(APPS + "deployments", "{metadata: {name: unread}, spec: {selector: {matchLabels: {app: x/y}}}}");

        assertThat(Wire.fields(refused)).containsExactly("spec.selector.matchLabels", "spec.selector");
    }

    @Test
    void whatIsOnlyTriedKeepsTheVersionThatItCameWith() throws Exception {
        JsonNode tried = wire.send(
                "PATCH",
                CORE + "configmaps/tried?fieldManager=one&dryRun=All",
                "application/apply-patch+yaml",
                "{apiVersion: v1, kind: ConfigMap, metadata: {resourceVersion: '1'}}");

        JsonNode created = create(
                CORE + "configmaps?fieldManager=one&dryRun=All", "{metadata: {name: tried, resourceVersion: '1'}}");

        assertThat(tried.at("/metadata/resourceVersion").asText()).isEqualTo("1");
        assertThat(created.at("/metadata/resourceVersion").asText()).isEqualTo("1");
    }

    @Test
    void whoScalesIsAnOwnerOnlyWhereThereIsOneAlready() throws Exception {
        create(APPS + "deployments", deployment("counted", ""));
        wire.send("PATCH", APPS + "deployments/uncounted?fieldManager=one", "application/apply-patch+yaml", """
                {apiVersion: apps/v1, kind: Deployment, metadata: {}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}},
                  spec: {containers: [{name: main, image: x}]}}}}
                """);

        assertThat(managersAfterScale("counted")).contains("two");
        assertThat(managersAfterScale("uncounted")).containsExactly("one");
    }

    private static List<String> managersAfterScale(String deployment) throws IOException, InterruptedException {
        wire.send(
                "PATCH",
                APPS + "deployments/" + deployment + "/scale?fieldManager=two",
                "application/merge-patch+json",
                "{spec: {replicas: 3}}");
        List<String> managers = new ArrayList<>();
        wire.get(APPS + "deployments/" + deployment)
                .at("/metadata/managedFields")
                .forEach(entry -> managers.add(entry.path("manager").asText()));
        return managers;
    }

    @Test
    void nothingElseIsSaidOfAPodThatLosesItsContainers() throws Exception {
        create(
                CORE + "pods",
                "{metadata: {name: emptied}, spec: {tolerations: [{operator: Exists}], containers: [{name: main, image: x}]}}");

        JsonNode emptied = wire.send("PATCH", CORE + "pods/emptied", "application/merge-patch+json", "{spec: null}");
        JsonNode added = wire.send("PATCH", CORE + "pods/emptied", "application/strategic-merge-patch+json", """
                {spec: {hostname: other, initContainers: [{name: first, image: x}]}}
                """);

        assertThat(Wire.fields(emptied)).containsOnly("spec.containers");
        assertThat(Wire.fields(added)).containsExactly("spec.initContainers");
    }

    @Test
    void strategicPatchesReplaceTheSelectorOfABudgetAndKeepNoDirectives() throws Exception {
        String budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
        String policies = "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies";
        create(budgets, "{metadata: {name: replaced}, spec: {selector: {matchLabels: {app: a}}}}");
        create(policies, "{metadata: {name: directed}}");

        JsonNode budget = wire.send("PATCH", budgets + "/replaced", "application/strategic-merge-patch+json", """
                {spec: {selector: {}}}
                """);
        JsonNode policy = wire.send("PATCH", policies + "/directed", "application/strategic-merge-patch+json", """
                {spec: {ingress: [{$patch: delete}]}}
                """);

        assertThat(budget.at("/spec/selector").isEmpty()).isTrue();
        assertThat(policy.path("spec").has("ingress")).isFalse();
    }

    @Test
    void strategicPatchesDeleteBeforeTheyAddWhateverComesFirstInThem() throws Exception {
        create(
                CORE + "services",
                "{metadata: {name: ordered}, spec: {ports: [{name: main, port: 80, protocol: UDP}]}}");

        JsonNode service = wire.send("PATCH", CORE + "services/ordered", "application/strategic-merge-patch+json", """
                {spec: {ports: [{name: new, port: 80}, {port: 80, $patch: delete}]}}
                """);

        assertThat(service.at("/spec/ports")).hasSize(1);
        assertThat(service.at("/spec/ports/0/name").asText()).isEqualTo("new");
        assertThat(service.at("/spec/ports/0/protocol").asText()).isEqualTo("TCP");
    }

    @Test
    void theNumbersOfARollingUpdateAreOnlyReadWhereThereIsOne() throws Exception {
        String spec =
                "selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: main, image: x}]}}";
        String deployments = "/apis/apps/v1/namespaces/default/deployments";

        JsonNode recreated = wire.send("POST", deployments, "application/json", """
                {metadata: {name: a}, spec: {strategy: {type: Recreate, rollingUpdate: {maxSurge: text, maxUnavailable: -1}}, %s}}
                """.formatted(spec));
        JsonNode rolled = wire.send("POST", deployments, "application/json", """
                {metadata: {name: a}, spec: {strategy: {rollingUpdate: {maxSurge: text, maxUnavailable: -1}}, %s}}
                """.formatted(spec));

        assertThat(Wire.fields(recreated)).containsExactly("spec.strategy.rollingUpdate");
        assertThat(Wire.fields(rolled))
                .containsExactlyInAnyOrder(
                        "spec.strategy.rollingUpdate.maxSurge", "spec.strategy.rollingUpdate.maxUnavailable");
    }

    @Test
    void aMapThatIsDeletedByADirectiveIsLeftEmpty() throws Exception {
        String claims = CORE + "persistentvolumeclaims";
        create(
                claims,
                "{metadata: {name: selects}, spec: {accessModes: [ReadOnlyMany], selector: {}, resources: {requests: {storage: 1Gi}}}}");

        JsonNode claim = wire.send("PATCH", claims + "/selects", "application/strategic-merge-patch+json", """
                {spec: {selector: {$patch: delete}}}
                """);

        assertThat(claim.at("/spec/selector").isObject()).isTrue();
        assertThat(claim.at("/spec/selector").isEmpty()).isTrue();
    }
}
