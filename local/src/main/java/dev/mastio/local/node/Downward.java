package dev.mastio.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a pod may learn of itself.
 *
 * @param podAddress the pod's address, known before its status is written
 */
record Downward(Pod pod, String podAddress, String nodeName, String nodeAddress) {

    private static final Pattern SUBSCRIPT = Pattern.compile("metadata\\.(labels|annotations)\\['(.+)']");

    String field(String path) {
        Matcher subscript = SUBSCRIPT.matcher(path);
        if (subscript.matches()) {
            return map(subscript.group(1)).getOrDefault(subscript.group(2), "");
        }
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "metadata.labels", "metadata.annotations" -> lines(map(path.substring("metadata.".length())));
            case "spec.nodeName" -> nodeName;
            case "spec.serviceAccountName" -> account(pod);
            case "status.hostIP", "status.hostIPs" -> nodeAddress;
            case "status.podIP", "status.podIPs" -> podAddress;
            default -> throw new NotYet("fieldRef '%s' is not supported".formatted(path));
        };
    }

    static String account(Pod pod) {
        String name = pod.getSpec().getServiceAccountName();
        return name == null || name.isEmpty() ? "default" : name;
    }

    private Map<String, String> map(String which) {
        Map<String, String> map = which.equals("labels")
                ? pod.getMetadata().getLabels()
                : pod.getMetadata().getAnnotations();
        return map == null ? Map.of() : map;
    }

    private static String lines(Map<String, String> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=\""
                                + entry.getValue()
                                        .replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("\n", "\\n")
                                + "\"\n")
                        .collect(Collectors.joining());
    }

    /** A limit or request in units of the divisor, rounded up; what is not limited is limited by the machine. */
    static String resource(Container container, ResourceFieldSelector selector) {
        String[] parts = selector.getResource().split("\\.", 2);
        var resources = container.getResources();
        Map<String, Quantity> amounts =
                resources == null ? null : parts[0].equals("limits") ? resources.getLimits() : resources.getRequests();
        Quantity amount = amounts == null ? null : amounts.get(parts[1]);
        BigDecimal number = amount == null ? machine(parts) : amount.getNumericalAmount();
        return number.divide(divisor(selector.getDivisor()), 0, RoundingMode.CEILING)
                .toPlainString();
    }

    private static BigDecimal divisor(@Nullable Quantity divisor) {
        boolean unset = divisor == null || divisor.getNumericalAmount().signum() == 0;
        return unset || divisor == null ? BigDecimal.ONE : divisor.getNumericalAmount();
    }

    private static BigDecimal machine(String[] parts) {
        if (!parts[0].equals("limits")) {
            return BigDecimal.ZERO;
        }
        return parts[1].equals("cpu")
                ? BigDecimal.valueOf(Runtime.getRuntime().availableProcessors())
                : BigDecimal.valueOf(Machine.memoryBytes());
    }
}
