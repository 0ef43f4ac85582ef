package dev.mastio.operator.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In which order objects are made, where a cluster cares. */
class WorkflowTest {

    private static final Map<String, List<String>> BEFORE = Arrays.stream(
                    InstanceReconciler.class.getAnnotation(Workflow.class).dependents())
            .collect(Collectors.toMap(Dependent::name, dependent -> List.of(dependent.dependsOn())));

    @Test
    void aBindingComesAfterTheRoleThatItHandsOut() {
        assertThat(BEFORE.get("soak-binding")).contains("soak-rights");
    }

    @Test
    void aScheduleComesAfterAllThatItsRunsNeed() {
        assertThat(BEFORE.get("soak-schedule")).contains("soak-key", "soak-binding", "soak-reports");
    }

    @Test
    void whatIsSealedComesAfterTheKey() {
        assertThat(BEFORE.get("settings")).contains("soak-key");
    }

    @Test
    void podsComeAfterAllThatTheyMount() {
        assertThat(BEFORE.get("proxies"))
                .contains("settings", "account", "data", "pki", "org-root", "secrets", "soak-key");
    }

    /** Else an operator that is killed between the two would leave a new instance that looks like one whose Org Root was lost. */
    @Test
    void anOrgRootIsThereBeforeAnythingSpeaksOfIt() {
        assertThat(BEFORE.get("secrets")).contains("org-root");
        assertThat(BEFORE.get("data")).contains("secrets");
    }

    @Test
    void withoutWhatPodsWaitForNobodyIsServed() {
        assertThat(Work.SERVING).contains("proxies").containsAll(BEFORE.get("proxies"));
        assertThat(BEFORE.keySet()).containsAll(Work.SERVING);
    }

    @Test
    void whatIsWaitedForExists() {
        assertThat(BEFORE.keySet())
                .containsAll(BEFORE.values().stream()
                        .flatMap(List::stream)
                        .map(Function.identity())
                        .toList());
    }
}
