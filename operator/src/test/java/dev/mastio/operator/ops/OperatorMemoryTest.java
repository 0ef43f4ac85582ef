package dev.mastio.operator.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the shipped flags let the operator's JVM take, against the shipped limit. */
class OperatorMemoryTest {

    private static final long MIB = 1 << 20;

    /** Classes, threads and the collector's own tables, which no flag bounds. */
    private static final long REST_MIB = 96;

    private final Container operator = container();

    @Test
    void heapBuffersAndCodeLeaveRoomForTheRestOfTheJvm() {
        Quantity memory =
                Objects.requireNonNull(operator.getResources().getLimits().get("memory"));
        long limit = memory.getNumericalAmount().longValueExact() / MIB;
        long heap = limit * flag("MaxRAMPercentage=(\\d+)") / 100;

        assertThat(heap + flag("MaxDirectMemorySize=(\\d+)m") + flag("ReservedCodeCacheSize=(\\d+)m") + REST_MIB)
                .isLessThanOrEqualTo(limit);
    }

    private long flag(String pattern) {
        String flags = operator.getEnv().stream()
                .filter(variable -> "JAVA_TOOL_OPTIONS".equals(variable.getName()))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
        Matcher flag = Pattern.compile("-XX:" + pattern).matcher(flags);
        assertThat(flag.find()).as(pattern + " in " + flags).isTrue();
        return Long.parseLong(flag.group(1));
    }

    private static Container container() {
        try {
            String manifest = Files.readString(Path.of("../manifests/operator/deployment.yaml"));
            return Serialization.unmarshal(manifest, Deployment.class)
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
