package dev.mastio.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a JVM in a pod would learn from its container, told by {@code JAVA_TOOL_OPTIONS}: its limits, and its DNS. */
final class JvmOptions {

    private JvmOptions() {}

    /** The pod's own options come after the limits, so that they win over them. */
    static String of(Container container, @Nullable String own, Path hosts) {
        Map<String, Quantity> limits = container.getResources() == null
                ? null
                : container.getResources().getLimits();
        List<String> options = new ArrayList<>();
        if (limits != null && limits.containsKey("memory")) {
            options.add("-XX:MaxRAM=" + rounded(limits.get("memory")));
        }
        if (limits != null && limits.containsKey("cpu")) {
            int cores = Runtime.getRuntime().availableProcessors();
            options.add("-XX:ActiveProcessorCount=" + Math.min(cores, rounded(limits.get("cpu"))));
        }
        if (own != null) {
            options.add(own);
        }
        options.add("-Djdk.net.hosts.file=" + hosts);
        return String.join(" ", options);
    }

    private static long rounded(@Nullable Quantity amount) {
        return amount == null
                ? 0
                : amount.getNumericalAmount().setScale(0, RoundingMode.CEILING).longValue();
    }
}
