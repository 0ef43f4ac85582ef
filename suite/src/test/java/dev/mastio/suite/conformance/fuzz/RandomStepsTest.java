package dev.mastio.suite.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStepsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void aSeedAlwaysGivesTheSameSteps() throws IOException {
        List<FuzzKind> kinds = FuzzKind.in(ROOT);

        assertThat(RandomSteps.of(kinds, 7))
                .hasToString(RandomSteps.of(kinds, 7).toString());
        assertThat(RandomSteps.of(kinds, 7).toString())
                .isNotEqualTo(RandomSteps.of(kinds, 8).toString());
    }

    @Test
    void allKindsAndAllSortsOfStepsComeUp() throws IOException {
        List<FuzzKind> kinds = FuzzKind.in(ROOT);
        Set<String> drawn = new HashSet<>();
        Set<Step.Verb> verbs = new HashSet<>();
        Set<String> subresources = new HashSet<>();
        for (int seed = 0; seed < 400; seed++)
            for (Step step : RandomSteps.of(kinds, seed)) {
                drawn.add(step.kind().kind());
                verbs.add(step.verb());
                subresources.add(step.subresource());
            }

        assertThat(drawn)
                .containsExactlyInAnyOrder(
                        "MastioInstance",
                        "MastioHardwareClass",
                        "ConfigMap",
                        "CronJob",
                        "Deployment",
                        "Job",
                        "Lease",
                        "NetworkPolicy",
                        "PersistentVolumeClaim",
                        "Pod",
                        "PodDisruptionBudget",
                        "Role",
                        "RoleBinding",
                        "Secret",
                        "Service",
                        "ServiceAccount");
        assertThat(subresources).containsExactlyInAnyOrder("", "status", "scale");
        assertThat(verbs).containsExactlyInAnyOrder(Step.Verb.values());
    }
}
