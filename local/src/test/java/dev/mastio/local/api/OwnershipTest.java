package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who owns which field after several have written, as random calls to a real server have shown. */
class OwnershipTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps/";

    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final Wire wire = running.wire();

    private static JsonNode apply(String map, String manager, String data) throws IOException, InterruptedException {
        return wire.send(
                "PATCH",
                MAPS + map + "?fieldManager=" + manager,
                "application/apply-patch+yaml",
                "{apiVersion: v1, kind: ConfigMap, metadata: {}, data: " + data + "}");
    }

    private static JsonNode entryOf(String manager, JsonNode object) {
        for (JsonNode entry : object.at("/metadata/managedFields"))
            if (entry.path("manager").asText().equals(manager)) return entry;
        throw new AssertionError(manager + " owns nothing of " + object);
    }

    @Test
    void whoAppliesWhatIsThereOwnsItWithoutATimeUntilHeChangesSomething() throws Exception {
        apply("timeless", "one", "{a: b}");

        JsonNode shared = apply("timeless", "two", "{a: b}");
        JsonNode changed = apply("timeless", "two", "{a: b, c: d}");

        assertThat(entryOf("two", shared).has("time")).isFalse();
        assertThat(entryOf("two", changed).has("time")).isTrue();
    }

    @Test
    void anEmptyMapIsOwnedByWhoAppliesIt() throws Exception {
        apply("empty", "one", "{}");
        JsonNode touched = wire.send("PATCH", MAPS + "empty?fieldManager=two", "application/merge-patch+json", "{}");

        JsonNode refused = apply("empty", "three", "{a: b}");

        assertThat(entryOf("one", touched).path("fieldsV1").has("f:data")).isTrue();
        assertThat(refused.path("message").asText()).endsWith("conflict with \"one\": .data");
    }

    @Test
    void whoAppliesNothingOwnsNothing() throws Exception {
        apply("nobodys", "one", "{}");

        JsonNode left = wire.send(
                "PATCH",
                MAPS + "nobodys?fieldManager=one",
                "application/apply-patch+yaml",
                "{apiVersion: v1, kind: ConfigMap, metadata: {}}");

        assertThat(left.path("metadata").has("managedFields")).isFalse();
    }

    @Test
    void onlyAnApplyBeginsToKeepAccountOfWhatNobodyOwns() throws Exception {
        create("{metadata: {name: bare}}");

        JsonNode updated = wire.send(
                "PATCH",
                MAPS + "bare?fieldManager=one",
                "application/merge-patch+json",
                "{metadata: {labels: {x: y}}}");
        JsonNode applied = apply("bare", "two", "{a: b}");

        assertThat(updated.path("metadata").has("managedFields")).isFalse();
        assertThat(entryOf("before-first-apply", applied)
                        .at("/fieldsV1/f:metadata/f:labels")
                        .has("f:x"))
                .isTrue();
    }

    @Test
    void anAppliedNullKeepsWhatIsThere() throws Exception {
        apply("kept", "one", "{a: b}");

        assertThat(apply("kept", "two", "null").at("/data/a").asText()).isEqualTo("b");
    }

    @Test
    void kubectlKeepsItsNoteWhenItGoesOverToTheServersSide() throws Exception {
        create(noting("moving", "{b: two, a: one}"));

        JsonNode moved = apply("moving", "kubectl", "{b: two, a: '<2>'}");
        JsonNode others = apply("moving", "another", "{c: d}");

        assertThat(note(moved))
                .isEqualTo("{\"apiVersion\":\"v1\",\"data\":{\"a\":\"\\u003c2\\u003e\",\"b\":\"two\"},"
                        + "\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"moving\"}}\n");
        assertThat(note(others)).isEqualTo(note(moved));
    }

    @Test
    void kubectlIsInConflictWithWhoChangedSinceWhatItHadApplied() throws Exception {
        create(noting("changed", "{a: one, b: two}"));
        wire.send("PATCH", MAPS + "changed?fieldManager=other", "application/merge-patch+json", "{data: {a: three}}");

        JsonNode refused = apply("changed", "kubectl", "{a: four, b: five}");

        assertThat(refused.path("message").asText()).endsWith("conflict with \"other\" using v1: .data.a");
    }

    /** A ConfigMap as {@code kubectl apply} creates one from the client. */
    private static String noting(String name, String data) {
        return """
                {metadata: {name: %1$s, annotations: {kubectl.kubernetes.io/last-applied-configuration:
                  '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%1$s"},"data":{"a":"one","b":"two"}}'}}, data: %2$s}
                """.formatted(name, data);
    }

    private static String note(JsonNode object) {
        return object.at("/metadata/annotations")
                .path("kubectl.kubernetes.io/last-applied-configuration")
                .asText();
    }

    private static JsonNode create(String yaml) throws IOException, InterruptedException {
        return wire.answer(wire.request(MAPS.substring(0, MAPS.length() - 1))
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(yaml))
                .build());
    }

    @Test
    void whoTakesAwayTheLastOfAnObjectLeavesItToWhomItBelongs() throws Exception {
        String lease = "/apis/coordination.k8s.io/v1/namespaces/default/leases/emptied";
        applyLease(lease + "?fieldManager=one", ", spec: {}");
        applyLease(lease + "?fieldManager=two&force=true", ", spec: {leaseDurationSeconds: 7}");
        applyLease(lease + "?fieldManager=two", "");

        JsonNode left = wire.get(lease);

        assertThat(left.path("spec").isEmpty()).isTrue();
        assertThat(entryOf("one", left).path("fieldsV1").has("f:spec")).isTrue();
        assertThat(left.at("/metadata/managedFields").size()).isEqualTo(1);
    }

    private static void applyLease(String path, String more) throws IOException, InterruptedException {
        wire.send(
                "PATCH",
                path,
                "application/apply-patch+yaml",
                "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {}" + more + "}");
    }

    /** Who only owns a field within an element does not keep the element: it has other fields that it can't be without. */
    @Test
    void anElementGoesWithItsApplierAlsoIfSomebodyOwnsAFieldWithin() throws Exception {
        String job = "/apis/batch/v1/namespaces/default/cronjobs/elements";
        applyContainers(job, "{name: main, image: x}, {name: side, image: x}");
        wire.send("PATCH", job + "?fieldManager=two", "application/strategic-merge-patch+json", """
                {spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: side, image: y}]}}}}}}
                """);

        JsonNode left = applyContainers(job, "{name: main, image: x}");

        assertThat(left.at("/spec/jobTemplate/spec/template/spec/containers").findValuesAsText("name"))
                .containsExactly("main");
        assertThat(left.at("/metadata/managedFields").findValuesAsText("manager"))
                .containsExactly("one");
    }

    private static JsonNode applyContainers(String job, String containers) throws IOException, InterruptedException {
        return wire.send("PATCH", job + "?fieldManager=one", "application/apply-patch+yaml", """
                {apiVersion: batch/v1, kind: CronJob, metadata: {}, spec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec:
                 {restartPolicy: Never, containers: [%s]}}}}}}
                """.formatted(containers));
    }

    @Test
    void anEntryOfAMapGoesWithItsApplierAlsoIfSomebodyOwnsAFieldWithin() throws Exception {
        wire.send("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", "application/json", """
                {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: bags.own.mastio.dev}, spec: {group: own.mastio.dev,
                 scope: Namespaced, names: {plural: bags, singular: bag, kind: Bag, listKind: BagList}, versions: [{name: v1, served: true, storage: true,
                 schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}}]}}
                """);
        String bag = "/apis/own.mastio.dev/v1/namespaces/default/bags/shared";
        applyBag(bag, "{a: {b: 1, c: 1}, d: 1}");
        wire.send("PATCH", bag + "?fieldManager=two", "application/merge-patch+json", "{spec: {a: {c: 2}}}");

        JsonNode left = applyBag(bag, "{d: 1}");

        assertThat(left.path("spec").has("d")).describedAs(left.toString()).isTrue();
        assertThat(left.path("spec").has("a")).describedAs(left.toString()).isFalse();
    }

    private static JsonNode applyBag(String bag, String spec) throws IOException, InterruptedException {
        return wire.send(
                "PATCH",
                bag + "?fieldManager=one",
                "application/apply-patch+yaml",
                "{apiVersion: own.mastio.dev/v1, kind: Bag, metadata: {}, spec: %s}".formatted(spec));
    }

    @Test
    void aNamedFieldStaysAsLongAsSomebodyOwnsAFieldWithin() throws Exception {
        String deployment = "/apis/apps/v1/namespaces/default/deployments/named";
        applyDeployment(deployment, ", strategy: {rollingUpdate: {maxSurge: 2, maxUnavailable: 1}}");
        wire.send(
                "PATCH",
                deployment + "?fieldManager=two",
                "application/merge-patch+json",
                "{spec: {strategy: {rollingUpdate: {maxSurge: 3}}}}");

        JsonNode left = applyDeployment(deployment, "");

        assertThat(left.at("/spec/strategy/rollingUpdate/maxSurge").asInt()).isEqualTo(3);
        assertThat(left.at("/spec/strategy/rollingUpdate/maxUnavailable").asText())
                .isEqualTo("25%");
    }

    private static JsonNode applyDeployment(String path, String more) throws IOException, InterruptedException {
        return wire.send("PATCH", path + "?fieldManager=one", "application/apply-patch+yaml", """
                {apiVersion: apps/v1, kind: Deployment, metadata: {}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}},
                 spec: {containers: [{name: main, image: x}]}}%s}}
                """.formatted(more));
    }

    @Test
    void whoScalesHasNoTimeAndWhoScalesToNoneOwnsNothing() throws Exception {
        String deployments = "/apis/apps/v1/namespaces/default/deployments";
        wire.send("POST", deployments + "?fieldManager=one", "application/json", """
                {metadata: {name: scaled}, spec: {selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}},
                 spec: {containers: [{name: main, image: x}]}}}}
                """);

        scale(deployments + "/scaled", 2);
        JsonNode two = wire.get(deployments + "/scaled");
        scale(deployments + "/scaled", 0);
        JsonNode none = wire.get(deployments + "/scaled");

        assertThat(entryOf("two", two).has("time")).isFalse();
        assertThat(none.at("/metadata/managedFields").size()).isEqualTo(1);
        assertThat(none.at("/metadata/managedFields").findValues("f:replicas")).isEmpty();
    }

    private static void scale(String deployment, int replicas) throws IOException, InterruptedException {
        wire.send(
                "PATCH",
                deployment + "/scale?fieldManager=two",
                "application/merge-patch+json",
                "{spec: {replicas: %d}}".formatted(replicas));
    }

    @Test
    void aKeyThatIsLeftOutCountsAsAnEmptyName() throws Exception {
        JsonNode made = wire.send("POST", "/api/v1/namespaces/default/pods?dryRun=All", "application/json", """
                {metadata: {name: nameless}, spec: {imagePullSecrets: [{}], containers: [{name: main, image: x}]}}
                """);

        assertThat(made.at("/metadata/managedFields/0/fieldsV1/f:spec/f:imagePullSecrets")
                        .has("k:{\"name\":\"\"}"))
                .isTrue();
    }

    @Test
    void anElementThatIsOneValueIsAppliedAsAWhole() throws Exception {
        String maps = "/api/v1/namespaces/default/configmaps";
        String uid = wire.send("POST", maps, "application/json", "{metadata: {name: owning}}")
                .at("/metadata/uid")
                .asText();
        String reference = "{apiVersion: v1, kind: ConfigMap, name: owning, uid: %s%s}";
        wire.send(
                "POST",
                maps,
                "application/json",
                "{metadata: {name: owned, ownerReferences: [%s]}}"
                        .formatted(reference.formatted(uid, ", controller: true")));

        JsonNode applied = wire.send(
                "PATCH",
                maps + "/owned?fieldManager=two&force=true",
                "application/apply-patch+yaml",
                "{apiVersion: v1, kind: ConfigMap, metadata: {ownerReferences: [%s]}}"
                        .formatted(reference.formatted(uid, "")));

        assertThat(applied.at("/metadata/ownerReferences/0/uid").asText()).isEqualTo(uid);
        assertThat(applied.at("/metadata/ownerReferences/0").has("controller")).isFalse();
    }
}
