package dev.mastio.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mastio.api.PodOverrides.Setting;
import dev.mastio.api.Storage;
import dev.mastio.operator.capacity.CanonicalQuantity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every object of every scenario. Most of it keeps a second reconcile from seeing a difference that is none. */
class InvariantsTest {

    private static final Set<String> QUANTITIES = Set.of("cpu", "memory", "storage", "sizeLimit");

    static List<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theSamePlanGivesTheSameObjects(Scenario scenario) {
        String once = Serialization.asYaml(scenario.objects(scenario.plan()));
        String again = Serialization.asYaml(scenario.objects(scenario.plan()));

        assertThat(again).isEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyQuantityIsSpelledAsTheServerStoresIt(Scenario scenario) {
        visit(scenario, (name, value) -> {
            if (!QUANTITIES.contains(name)) return;
            Quantity written = new Quantity(value.asText());
            assertThat(CanonicalQuantity.of(written)).as(name).hasToString(value.asText());
        });
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void nothingIsWrittenThatTheServerWouldDrop(Scenario scenario) {
        visit(scenario, (name, value) -> {
            assertThat(value.isNull()).as(name).isFalse();
            if (value.isContainerNode()) assertThat(value).as(name).isNotEmpty();
            if (value.isTextual()) assertThat(value.asText()).as(name).isNotEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyObjectGoesWithTheInstanceUnlessTheUserWantsToKeepIt(Scenario scenario) {
        InstancePlan plan = scenario.plan();
        Names names = plan.names();
        boolean retain = plan.spec().storage().onDelete() == Storage.OnDelete.Retain;
        for (HasMetadata object : scenario.objects(plan)) {
            boolean kept = retain
                    && Set.of(names.data(), names.tls(), names.orgRoot(), names.secrets())
                            .contains(object.getMetadata().getName());
            assertThat(object.getMetadata().getOwnerReferences())
                    .as(object.getFullResourceName() + " "
                            + object.getMetadata().getName())
                    .hasSize(kept ? 0 : 1);
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aUserIsRefusedEverySettingThatTheOperatorMakesAndDoesNotLeaveToUsers(Scenario scenario) {
        InstancePlan plan = scenario.plan();
        Set<String> users = plan.spec().pod().env().stream().map(Setting::name).collect(Collectors.toSet());
        Stream<String> explicit =
                DesiredDeployment.of(plan)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv()
                        .stream()
                        .map(EnvVar::getName);
        Stream<String> configured = DesiredConfigMap.of(plan).getData().keySet().stream();

        Set<String> left = new TreeSet<>(ProxySettings.DEFAULTS.keySet());
        left.addAll(ProxySettings.DEFAULTS_ON_POSTGRES.keySet());
        left.add(ProxySettings.SERVER_NAMES);
        assertThat(Stream.concat(explicit, configured).filter(name -> !users.contains(name) && !left.contains(name)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(ProxySettings.RESERVED).contains(name));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aUserIsRefusedEverySettingOfAnOriginalThatTheOperatorDoesNotLeaveToUsers(Scenario scenario) {
        InstancePlan plan = scenario.plan();
        plan.edge().ifPresent(edge -> {
            Set<String> users = edge.settings().stream().map(Setting::name).collect(Collectors.toSet());
            Set<String> left = Set.of("MCP_PROXY_ENVIRONMENT", "MCP_PROXY_PROXY_PUBLIC_URL");
            assertThat(OriginalContainer.of(plan, edge, OriginalContainer.attachments(plan))
                            .getEnv())
                    .extracting(EnvVar::getName)
                    .doesNotHaveDuplicates()
                    .filteredOn(name -> !users.contains(name) && !left.contains(name))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(OriginalSettings.RESERVED).contains(name));
        });
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void onlyAnOriginalKnowsTheSecretsOfItsInstance(Scenario scenario) {
        InstancePlan plan = scenario.plan();
        assumeThat(plan.edge()).isPresent();
        String proxy = Serialization.asYaml(DesiredDeployment.of(plan)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst());

        assertThat(proxy).doesNotContain("secretKeyRef", "/etc/mastio/secrets", "DATABASE", "/etc/mastio/license");
    }

    /** T37 of the contract: a Connector reads the version in {@code /health}, and refuses numbers below 0.5.0. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void noTagOfAnImageIsTheVersionThatConnectorsJudge(Scenario scenario) {
        assertThat(DesiredConfigMap.of(scenario.plan()).getData()).doesNotContainKey("CULLIS_MASTIO_VERSION");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aUserMayNameTheVersionThatConnectorsJudge(Scenario scenario) {
        assertThat(DesiredConfigMap.of(scenario.planWith("CULLIS_MASTIO_VERSION", "0.6.0"))
                        .getData())
                .containsEntry("CULLIS_MASTIO_VERSION", "0.6.0");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void noPodSeesTheKeyOfTheCa(Scenario scenario) {
        visit(scenario, (name, value) -> {
            if (name.equals("volumes")) {
                assertThat(value.findParents("secretName"))
                        .allSatisfy(secret -> assertThat(secret.path("items"))
                                .as("only named entries of %s", secret)
                                .isNotEmpty());
                assertThat(value.findValuesAsText("key")).doesNotContain("ca.key");
            }
        });
    }

    private static void visit(Scenario scenario, BiConsumer<String, JsonNode> visitor) {
        ObjectMapper json = new ObjectMapper();
        for (HasMetadata object : scenario.objects(scenario.plan())) {
            walk(object.getKind(), json.valueToTree(object), visitor);
        }
    }

    private static void walk(String name, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        // The core API group has an empty name.
        if (name.equals("apiGroups")) return;
        visitor.accept(name, node);
        node.properties().forEach(member -> walk(member.getKey(), member.getValue(), visitor));
        if (node.isArray()) node.forEach(element -> walk(name, element, visitor));
    }
}
