package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.ops.Leadership;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped roles allow what the operator does in a full life of instances, and no more. */
class PermissionsTest {

    private static final Path ROLES = Path.of("../manifests/operator");

    private static final Map<String, String> VERBS =
            Map.of("POST", "create", "PATCH", "patch", "PUT", "update", "DELETE", "delete");

    /** Made by apply, for which the API server wants to see the right to create as well. */
    private static final Set<String> APPLIED = Set.of(
            "configmaps",
            "persistentvolumeclaims",
            "secrets",
            "serviceaccounts",
            "services",
            "deployments",
            "poddisruptionbudgets",
            "networkpolicies",
            "cronjobs",
            "roles",
            "rolebindings");

    private Scene scene;

    @BeforeEach
    void open() {
        scene = Scene.open();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void everyWriteIsAllowedAndNothingElseIs() throws IOException {
        liveThroughEverything();

        Set<String> used = new TreeSet<>();
        scene.writesByMethodAndResource().forEach((method, resources) -> {
            for (String resource : resources) {
                used.add(resource + " " + VERBS.get(method));
                if (method.equals("PATCH") && APPLIED.contains(resource)) used.add(resource + " create");
            }
        });
        // No request: the right to set an owner reference that holds up deletion.
        used.add("mastioinstances/finalizers update");
        // Nor here: the right to change the owners of what is kept or deleted as a spec says.
        used.addAll(List.of("persistentvolumeclaims delete", "secrets delete"));

        Set<String> written = granted();
        written.removeIf(right -> right.matches(".* (get|list|watch)"));
        assertThat(written).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void readingIsAllowedOfWhatIsWatchedAndOfWhatSoaksRead() throws IOException {
        Set<String> watched = new TreeSet<>(APPLIED);
        watched.addAll(List.of("jobs", "pods", "mastioinstances", "mastiohardwareclasses"));
        Set<String> expected = watched.stream()
                .flatMap(resource -> Stream.of("list", "watch").map(verb -> resource + " " + verb))
                .collect(Collectors.toCollection(TreeSet::new));
        // An object that is in the way of one to be made is looked at: it may be ours without its label.
        APPLIED.forEach(resource -> expected.add(resource + " get"));
        expected.add("events get");
        // The client library reads what it is to patch.
        expected.add("mastioinstances get");
        expected.add("endpointslices list");

        Set<String> read = granted();
        read.removeIf(right -> !right.matches(".* (get|list|watch)"));
        assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void noLeaseButTheOperatorsOwnCanBeTouched() throws IOException {
        String manifest = Files.readString(ROLES.resolve("leader-election.yaml"));
        Role role = Serialization.unmarshal(manifest.split("(?m)^---$", -1)[0], Role.class);

        assertThat(role.getRules()).hasSize(2).allSatisfy(rule -> {
            if (!rule.getVerbs().equals(List.of("create")))
                assertThat(rule.getResourceNames()).containsExactly(Leadership.LEASE);
        });
        assertThat(role.getRules().stream().flatMap(rule -> rule.getVerbs().stream()))
                .containsExactlyInAnyOrder("create", "get", "update", "patch");
    }

    private void liveThroughEverything() {
        scene.ready("plain");
        scene.database("db", "secret");
        scene.ready(DEMO, """
                hardwareClass: standard-8
                replicas: 2
                storage:
                  type: postgres
                  postgres:
                    secretName: db
                autoscaling:
                  mode: Auto
                  min: 3
                soak:
                  schedule: "@yearly"
                """);
        scene.change(DEMO, "{\"autoscaling\": {\"mode\": \"Off\"}}");
        scene.annotate(DEMO, "mastio.dev/run-soak", "1");
        scene.eventually(() -> assertThat(scene.client()
                        .resources(Job.class)
                        .inNamespace(scene.namespace())
                        .list()
                        .getItems())
                .hasSize(1));
        scene.change(DEMO, "{\"soak\": null, \"replicas\": 1, \"networkPolicy\": \"None\"}");
        scene.eventually(
                () -> assertThat(scene.find(CronJob.class, "demo-soak")).isEmpty());
        // The same news twice, which is counted.
        for (String name : List.of("nowhere", "standard-8", "nowhere")) {
            scene.change(DEMO, "{\"hardwareClass\": \"" + name + "\"}");
            String reason = name.equals("nowhere") ? "DependencyMissing" : "Available";
            scene.eventuallyReason(DEMO, "Ready", reason);
        }
        scene.settle();
    }

    /** Resource and verb of every rule of the ClusterRoles. */
    private static Set<String> granted() throws IOException {
        List<ClusterRole> roles = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROLES)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("clusterrole-"))
                    .toList()) {
                roles.add(Serialization.unmarshal(Files.readString(file), ClusterRole.class));
            }
        }
        return roles.stream()
                .flatMap(role -> role.getRules().stream())
                .flatMap(PermissionsTest::rights)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> rights(PolicyRule rule) {
        return rule.getResources().stream()
                .flatMap(resource -> rule.getVerbs().stream().map(verb -> resource + " " + verb));
    }
}
