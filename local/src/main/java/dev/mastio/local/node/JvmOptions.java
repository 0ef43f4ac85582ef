package dev.mastio.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a JVM in a pod would learn from its container, told by {@code JAVA_TOOL_OPTIONS}: its limits, and its DNS. */
final class JvmOptions {

    static final String VARIABLE = "JAVA_TOOL_OPTIONS";

    private static final Pattern OPTION = Pattern.compile("(?:[^\\s\"']|\"[^\"]*\"|'[^']*')+");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
    private static final Pattern TO_QUOTE = Pattern.compile("[\\s\"']");

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
        options.add(quoted("-Djdk.net.hosts.file=" + hosts));
        return String.join(" ", options);
    }

    /** The value of a variable with its paths moved. The JVM divides its options at blanks, which may be in the new paths. */
    static String moved(String variable, String value, UnaryOperator<String> move) {
        return variable.equals(VARIABLE)
                ? OPTION.matcher(value).replaceAll(option -> Matcher.quoteReplacement(moved(option.group(), move)))
                : move.apply(value);
    }

    private static String moved(String option, UnaryOperator<String> move) {
        String plain = QUOTED.matcher(option).replaceAll("$1$2");
        String moved = move.apply(plain);
        return moved.equals(plain) ? option : quoted(moved);
    }

    /** The JVM knows both kinds of quotes, and nothing that takes their meaning away. */
    private static String quoted(String option) {
        if (!TO_QUOTE.matcher(option).find()) return option;
        String quote = option.contains("\"") ? "'" : "\"";
        return quote + option + quote;
    }

    private static long rounded(@Nullable Quantity amount) {
        return amount == null
                ? 0
                : amount.getNumericalAmount().setScale(0, RoundingMode.CEILING).longValue();
    }
}
