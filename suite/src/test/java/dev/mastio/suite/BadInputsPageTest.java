package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.Autoscaling.Mode;
import dev.mastio.api.MastioInstanceSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page of bad inputs holds what users are told, word by word. */
@ExtendWith(ClusterExtension.class)
class BadInputsPageTest {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final Path PAGE = Path.of("../docs/reference/bad-inputs.md");

    private record Row(String title, String tried, String told) {
        @Override
        public String toString() {
            return "| %s | %s | %s |".formatted(title, code(tried), code(told));
        }

        private static String code(String text) {
            String fence = text.contains("`") ? "``" : "`";
            return fence + text.replace("|", "\\|") + fence;
        }
    }

    @Test
    void thePageHoldsEveryBadInputAndWhatIsSaidAboutIt(TestNamespace namespace) throws IOException {
        assumeTrue(
                Backend.fromProperties() == Backend.embedded,
                "the page is made on the embedded cluster; AdmissionTest holds other API servers to the same refusals");
        String page = """
                # Bad inputs

                Generated from the files in `suite/src/test/resources/instances` and `classes` on an embedded cluster with the operator; after a change run
                `mvn -pl suite -am verify -Dtest=BadInputsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dmastio.regenerate=true`.

                Each row: what was tried, beyond a name and `hardwareClass: laptop`, and what was said, word by word. Nothing of it stops or changes what runs already.

                ## Refused by the API server

                Nothing is stored; `kubectl` prints the message. Where it is the API server's own, it tells the bound but not the way out: a quantity is written like `8Gi`, `500m` or `2` and is more
                than nothing; the name of a variable is like `MCP_PROXY_LOG_LEVEL`; `"Off"` needs its quotes, because YAML takes a bare `Off` for a boolean; `kubectl explain` tells the rest.

                ### MastioInstance

                %s

                ### MastioHardwareClass

                %s

                ### Changes of an instance

                %s

                ## Reported by the operator

                What the API server can't check. The message is that of the condition `Ready`, which is False: `SpecInvalid` (`LastGoodSpecInUse` when an earlier spec was good, whose
                workload runs on), `DependencyMissing` for a class or Secret, `NameTaken`. All mistakes of a spec are told at once.

                ### MastioInstance

                %s

                ### MastioHardwareClass

                Shown by each instance of the class.

                %s

                ### Names that are taken

                %s
                """.formatted(
                        table(refused(namespace, "instances/invalid")),
                        table(refused(namespace, "classes/invalid")),
                        table(refusedChanges(namespace)),
                        table(unusableInstances(namespace)),
                        table(unusableClasses(namespace)),
                        table(List.of(takenName(namespace))));
        if (Boolean.getBoolean("mastio.regenerate")) Files.writeString(PAGE, page);

        assertThat(PAGE).content().isEqualTo(page);
    }

    private static String table(List<Row> rows) {
        return rows.stream()
                .map(Row::toString)
                .collect(Collectors.joining("\n", "| case | tried | told |\n| --- | --- | --- |\n", ""));
    }

    private static List<Row> refused(TestNamespace namespace, String folder) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (BadInput input : BadInput.in(folder)) {
            HasMetadata object = folder.startsWith("instances") ? input.objectIn(namespace.name()) : input.object();
            rows.add(new Row(
                    input.title(),
                    input.tried(),
                    refusal(() -> namespace
                            .client()
                            .resource(object)
                            .dryRun()
                            .fieldValidation(Validation.STRICT)
                            .create())));
        }
        return rows;
    }

    private static List<Row> refusedChanges(TestNamespace namespace) {
        namespace.create("fixed", MastioInstanceSpec.of("no-such-class"));
        namespace.create(
                "wide",
                TestNamespace.onPostgres("no-such-class", new Autoscaling(Mode.Off, 1, 3, 80, 60, 10, 300, 15, 60)));
        namespace.instance("wide").patch(MERGE, "{\"spec\":{\"replicas\":4}}");
        return List.of(
                new Row(
                        "storage-changed",
                        "storage: {type: postgres, postgres: {secretName: db}} for sqlite",
                        refusedPatch(
                                namespace,
                                "fixed",
                                "{\"spec\":{\"storage\":{\"type\":\"postgres\",\"postgres\":{\"secretName\":\"db\"}}}}")),
                new Row(
                        "scaled",
                        "kubectl scale mi fixed --replicas=2 on sqlite",
                        refusal(() -> namespace.instance("fixed").scale(2))),
                new Row(
                        "auto-below-replicas",
                        "autoscaling: {mode: Auto} where max is 3 and replicas 4",
                        refusedPatch(namespace, "wide", "{\"spec\":{\"autoscaling\":{\"mode\":\"Auto\"}}}")),
                new Row(
                        "edge-added",
                        "edge: {upstream: mastio:1} where there was none",
                        refusedPatch(namespace, "fixed", "{\"spec\":{\"edge\":{\"upstream\":\"mastio:1\"}}}")));
    }

    private static String refusedPatch(TestNamespace namespace, String instance, String merge) {
        return refusal(() -> namespace.instance(instance).patch(MERGE, merge));
    }

    private static String refusal(ThrowingCallable attempt) {
        KubernetesClientException refusal = catchThrowableOfType(KubernetesClientException.class, attempt);
        assertThat(refusal).isNotNull();
        assertThat(refusal.getStatus()).isNotNull();
        return refusal.getStatus().getMessage();
    }

    private static List<Row> unusableInstances(TestNamespace namespace) throws IOException {
        secret(namespace, "only-a-username");
        List<BadInput> inputs = BadInput.in("instances/unusable");
        for (BadInput input : inputs)
            namespace.client().resource(input.objectIn(namespace.name())).create();
        return inputs.stream()
                .map(input -> new Row(input.title(), input.tried(), told(namespace, input.title(), input.expected())))
                .toList();
    }

    private static List<Row> unusableClasses(TestNamespace namespace) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (BadInput input : BadInput.in("classes/unusable")) {
            // Classes belong to no namespace, and other tests have theirs.
            String name = namespace.name() + "-" + input.title();
            GenericKubernetesResource machine = input.object();
            machine.getMetadata().setName(name);
            namespace.client().resource(machine).create();
            try {
                namespace.create(input.title(), MastioInstanceSpec.of(name));
                String told = told(namespace, input.title(), input.expected());
                rows.add(new Row(input.title(), input.tried(), told.replace(name, input.title())));
            } finally {
                namespace.client().resource(machine).delete();
            }
        }
        return rows;
    }

    private static Row takenName(TestNamespace namespace) {
        secret(namespace, "taken-pki");
        namespace.create("taken", MastioInstanceSpec.of("laptop"));
        return new Row(
                "taken",
                "name: taken, beside a Secret taken-pki",
                told(namespace, "taken", "give the instance another name"));
    }

    private static void secret(TestNamespace namespace, String name) {
        namespace
                .client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace.name())
                        .endMetadata()
                        .withStringData(Map.of("username", "somebody"))
                        .build())
                .create();
    }

    /** What the condition Ready says once it says what it must. */
    private static String told(TestNamespace namespace, String instance, String expected) {
        return await(instance + ": " + expected)
                .atMost(TestNamespace.PATIENCE)
                .until(
                        () -> Instances.status(namespace.client(), namespace.name(), instance)
                                .flatMap(status -> Instances.condition(status, "Ready"))
                                .map(ready -> ready.getStatus().equals("False") ? ready.getMessage() : "")
                                .orElse(""),
                        message -> message.contains(expected));
    }
}
