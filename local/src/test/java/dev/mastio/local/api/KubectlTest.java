package dev.mastio.local.api;

import static dev.mastio.local.api.Running.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.local.api.logs.PodLogs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledIf(value = "dev.mastio.local.api.Kubectl#isThere", disabledReason = "there is no kubectl on the PATH")
class KubectlTest {
    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final Kubectl kubectl = running.kubectl();

    @BeforeAll
    static void start() throws IOException {
        kubectl.with(resource("widget-crd.yaml"), "apply", "-f", "-").succeeded();
    }

    static String resource(String name) throws IOException {
        try (InputStream in = KubectlTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String widget(String name, String spec) {
        return "{apiVersion: test.mastio.dev/v1, kind: Widget, metadata: {name: " + name + "}, spec: " + spec + "}";
    }

    private static String deployment(String name, String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: main, image: '%2$s', env: [{name: A, value: a}]}]}
                """.formatted(name, image);
    }

    private static String applied(String manifest, String... more) {
        String[] arguments = new String[3 + more.length];
        System.arraycopy(new String[] {"apply", "-f", "-"}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return kubectl.with(manifest, arguments).succeeded().out();
    }

    private static String get(String object, String jsonPath) {
        return kubectl.run("get", object, "-o", "jsonpath={" + jsonPath + "}")
                .succeeded()
                .out();
    }

    @Test
    void appliesACustomObjectAndShowsItsColumns() {
        applied(widget("shown", "{size: large}"));

        assertThat(kubectl.run("get", "wd", "shown").succeeded().out())
                .containsPattern("NAME +SIZE +READY +AGE")
                .containsPattern("shown +large +\\d+s");
    }

    @Test
    void leavesAnUnchangedManifestAlone() {
        applied(deployment("unchanged", "a:1"));

        assertThat(applied(deployment("unchanged", "a:1"))).contains("deployment.apps/unchanged unchanged");
        assertThat(get("deploy/unchanged", ".metadata.generation")).isEqualTo("1");

        // It notes then what it has applied in other words, and a Deployment's annotations count.
        assertThat(applied(deployment("unchanged", "a:1"), "--server-side")).contains("serverside-applied");
        assertThat(applied(deployment("unchanged", "a:1"), "--server-side")).contains("serverside-applied");
        assertThat(get("deploy/unchanged", ".metadata.generation")).isEqualTo("2");
    }

    @Test
    void showsWhatAManifestWouldChange() {
        applied(deployment("differs", "a:1"));

        var diff = kubectl.with(deployment("differs", "a:2"), "diff", "-f", "-");

        assertThat(diff.code()).isEqualTo(1);
        assertThat(diff.out()).contains("-        image: a:1").contains("+        image: a:2");
        assertThat(get("deploy/differs", ".spec.template.spec.containers[0].image"))
                .isEqualTo("a:1");
    }

    @Test
    void removesByApplyWhatTheManifestLeavesOut() {
        applied(deployment("shrinks", "a:1"));
        applied(deployment("shrinks", "a:1").replace(", env: [{name: A, value: a}]", ""));

        assertThat(get("deploy/shrinks", ".spec.template.spec.containers[0].env"))
                .isEmpty();
    }

    @Test
    void letsServerSideApplyTakeOverFromClientSideApply() {
        applied(deployment("taken", "a:1"));

        assertThat(applied(deployment("taken", "a:2"), "--server-side")).contains("serverside-applied");
        assertThat(get("deploy/taken", ".spec.template.spec.containers[0].image"))
                .isEqualTo("a:2");
    }

    @Test
    void reportsAConflictWithWhoeverScaled() {
        applied(deployment("contested", "a:1"), "--server-side");
        kubectl.run("scale", "deploy/contested", "--replicas=5").succeeded();

        String message = kubectl.with(deployment("contested", "a:1"), "apply", "--server-side", "-f", "-")
                .failed()
                .err();

        assertThat(message)
                .contains("conflict with \"kubectl\" with subresource \"scale\" using apps/v1: .spec.replicas");
        applied(deployment("contested", "a:1"), "--server-side", "--force-conflicts");
        assertThat(get("deploy/contested", ".spec.replicas")).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    strategic | {"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"B","value":"b"}]}]}}}} | B A
                    strategic | {"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"A","$patch":"delete"}]}]}}}} |
                    merge     | {"spec":{"template":{"spec":{"containers":[{"name":"other","image":"x","env":[{"name":"C"}]}]}}}} | C
                    json      | [{"op":"add","path":"/spec/template/spec/containers/0/env/-","value":{"name":"D"}}] | A D
                    """)
    void patchesInEachWay(String type, String patch, String names) {
        kubectl.run("delete", "deploy/patched", "--ignore-not-found").succeeded();
        applied(deployment("patched", "a:1"));

        kubectl.run("patch", "deploy/patched", "--type=" + type, "-p", patch).succeeded();

        assertThat(get("deploy/patched", ".spec.template.spec.containers[0].env[*].name"))
                .isEqualTo(names == null ? "" : names);
    }

    @Test
    void saysWhatIsWrongWithAnInvalidObject() {
        String message = kubectl.with(widget("wrong", "{size: huge, replicas: 10}"), "apply", "-f", "-")
                .failed()
                .err();

        assertThat(message)
                .contains("spec.size: Unsupported value: \"huge\": supported values: \"small\", \"large\"")
                .contains("spec.replicas: Invalid value: 10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: yes}} | cannot unmarshal bool into Go struct field ServiceSpec.spec.type of type string
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, dta: {a: b}}   | unknown field "dta"
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: 1}}  | cannot unmarshal number into Go struct field ConfigMap.data of type string
                    {apiVersion: v1, kind: Nothing, metadata: {name: a}}                  | no matches for kind "Nothing"
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: a                  | error parsing
                    {apiVersion: test.mastio.dev/v1, kind: Widget, metadata: {name: a}, spec: {size: small, sise: 1}} | unknown field "spec.sise"
                    {apiVersion: test.mastio.dev/v1, kind: Widget, metadata: {name: a}, spec: {size: small, replicas: two}} | spec.replicas
                    """)
    void refusesABadManifest(String manifest, String message) {
        assertThat(kubectl.with(manifest, "apply", "-f", "-").failed().err()).contains(message);
    }

    @Test
    void warnsOfAnUnknownFieldIfAsked() {
        var warned = kubectl.with(widget("warned", "{size: small, sise: 1}"), "apply", "--validate=warn", "-f", "-")
                .succeeded();

        assertThat(warned.err()).contains("Warning: unknown field \"spec.sise\"");
    }

    @Test
    void explainsCustomAndBuiltInKinds() {
        assertThat(kubectl.run("explain", "widget.spec.size").succeeded().out()).contains("How large the widget is.");
        assertThat(kubectl.run("explain", "deployment.spec.strategy")
                        .succeeded()
                        .out())
                .contains("FIELD: strategy <DeploymentStrategy>")
                .containsPattern("rollingUpdate\\s<RollingUpdateDeployment>");
        assertThat(kubectl.run("explain", "--recursive", "cronjob.spec")
                        .succeeded()
                        .out())
                .contains("jobTemplate");
    }

    @Test
    void describesObjectsWithTheirEvents() throws IOException {
        applied(widget("described", "{size: small}"));
        applied(deployment("described", "a:1"));
        String uid = get("deploy/described", ".metadata.uid");
        applied(resource("event.yaml").replace("UID", uid));

        assertThat(kubectl.run("describe", "wd", "described").succeeded().out()).contains("Size:      small");
        assertThat(kubectl.run("describe", "deploy", "described").succeeded().out())
                .contains("StrategyType:           RollingUpdate")
                .containsPattern("Normal +Tested +.*something was tested");
        assertThat(kubectl.run("get", "events").succeeded().out()).contains("deployment/described");
        assertThat(kubectl.run("get", "events.events.k8s.io", "-o", "jsonpath={.items[*].note}")
                        .succeeded()
                        .out())
                .contains("something was tested");
    }

    @Test
    void scalesByTheSubresource() {
        applied(widget("scaled", "{size: small}"));

        kubectl.run("scale", "widget/scaled", "--replicas=3").succeeded();

        assertThat(get("widget/scaled", ".spec.replicas")).isEqualTo("3");
        assertThat(kubectl.run("scale", "widget/scaled", "--replicas=30")
                        .failed()
                        .err())
                .contains("less than or equal to 9");
    }

    @Test
    void waitsForAConditionAndForADeletion() throws Exception {
        applied(widget("waited", "{size: small}"));
        Process waiting = kubectl.start("wait", "--for=condition=Ready", "widget/waited", "--timeout=60s");

        kubectl.run(
                        "patch",
                        "widget",
                        "waited",
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}")
                .succeeded();

        assertThat(waiting.waitFor()).isZero();
        Process deleted = kubectl.start("wait", "--for=delete", "widget/waited", "--timeout=60s");
        kubectl.run("delete", "widget/waited").succeeded();
        assertThat(deleted.waitFor()).isZero();
    }

    @Test
    void watches() throws IOException {
        List<String> lines = new CopyOnWriteArrayList<>();
        Process watching = kubectl.start("get", "widgets", "-w", "--field-selector=metadata.name=seen");
        Thread.ofVirtual().start(() -> watching.inputReader().lines().forEach(lines::add));

        applied(widget("seen", "{size: small}"));
        soon().untilAsserted(() -> assertThat(lines).anyMatch(line -> line.matches("seen +small.*")));
        applied(widget("seen", "{size: large}"));

        soon().untilAsserted(() -> assertThat(lines).anyMatch(line -> line.matches("seen +large.*")));
        watching.destroy();
    }

    @Test
    void listsByCategoryAcrossKinds() {
        applied(deployment("everywhere", "a:1"));
        applied(widget("everywhere", "{size: small}"));

        assertThat(kubectl.run("get", "all").succeeded().out())
                .contains("deployment.apps/everywhere")
                .contains("widget.test.mastio.dev/everywhere");
        assertThat(kubectl.run("get", "mastio").succeeded().out())
                .contains("everywhere")
                .doesNotContain("deployment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"background", "foreground", "orphan"})
    void deletesWithEachPropagation(String cascade) throws IOException {
        applied(deployment("owner", "a:1"));
        String uid = get("deploy/owner", ".metadata.uid");
        applied(resource("owned.yaml").replace("UID", uid));

        kubectl.run("delete", "deploy/owner", "--cascade=" + cascade).succeeded();

        if (cascade.equals("orphan")) {
            soon().untilAsserted(() ->
                    assertThat(get("cm/owned", ".metadata.ownerReferences")).isEmpty());
            kubectl.run("delete", "cm/owned").succeeded();
        } else
            soon().untilAsserted(() ->
                    assertThat(kubectl.run("get", "cm/owned").err()).contains("not found"));
    }

    @Test
    void readsTheProtobufOfKubectlCreate() {
        kubectl.run("create", "deployment", "made", "--image=a:1", "--replicas=0", "--port=80")
                .succeeded();
        kubectl.run("create", "secret", "generic", "made", "--from-literal=user=mastio")
                .succeeded();
        kubectl.run("create", "cronjob", "made", "--image=a:1", "--schedule=*/5 * * * *")
                .succeeded();
        kubectl.run("create", "job", "made", "--from=cronjob/made").succeeded();

        assertThat(get("deploy/made", ".spec.replicas")).isEqualTo("0");
        assertThat(get("deploy/made", ".spec.template.spec.containers[0].ports[0].containerPort"))
                .isEqualTo("80");
        assertThat(get("secret/made", ".data.user")).isEqualTo("bWFzdGlv");
        assertThat(get("job/made", ".metadata.ownerReferences[0].kind")).isEqualTo("CronJob");
        assertThat(kubectl.run("auth", "can-i", "delete", "pods").succeeded().out())
                .contains("yes");
    }

    @Test
    void followsALog() throws IOException {
        applied(
                "{apiVersion: v1, kind: Pod, metadata: {name: talks}, spec: {containers: [{name: main, image: 'a:1'}]}}");
        running.api().serveLogs((query, out) -> {
            if (query.previous()) throw new PodLogs.NoSuchLog("previous terminated container \"main\" not found");
            out.write((query.pod() + " " + query.container() + " "
                            + query.tailLines().orElse(-1) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        });

        assertThat(kubectl.run("logs", "talks", "--tail=5").succeeded().out()).isEqualTo("talks main 5\n");
        assertThat(kubectl.run("logs", "-p", "talks").failed().err()).contains("previous terminated container");
        assertThat(kubectl.run("logs", "talks", "-c", "none").failed().err()).contains("container none is not valid");
    }

    @Test
    void saysWhatItDoesNotDo() {
        applied(
                "{apiVersion: v1, kind: Pod, metadata: {name: closed}, spec: {containers: [{name: main, image: 'a:1'}]}}");

        assertThat(kubectl.run("exec", "closed", "--", "ls").failed().err()).contains("does not support pods/exec");
        assertThat(kubectl.run("port-forward", "pod/closed", "8080").failed().err())
                .isNotEmpty();
        assertThat(kubectl.run("get", "pods", "--field-selector=spec.no=1")
                        .failed()
                        .err())
                .contains("field label not supported");
    }

    @Test
    void refusesThoseWithoutTheToken() {
        assertThat(kubectl.run("--token=wrong", "get", "pods").failed().err()).contains("Unauthorized");
    }

    @Test
    void emptiesANamespaceThatIsDeleted() {
        kubectl.run("create", "namespace", "going").succeeded();
        kubectl.run("-n", "going", "create", "configmap", "inside").succeeded();

        kubectl.run("delete", "namespace", "going").succeeded();

        assertThat(kubectl.run("-n", "going", "get", "cm", "inside").failed().err())
                .contains("not found");
    }
}
