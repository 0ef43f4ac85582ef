package dev.mastio.proxy.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether the names in the environment that look like ours are ours. */
final class Names {

    private static final List<String> PREFIXES = List.of("MASTIO_", "MCP_PROXY_");
    /** With these some of ours begin, but others' as well: only what is nearly a name of ours is taken for it. */
    private static final List<String> SHARED_PREFIXES = List.of("PROXY_", "CULLIS_");
    /** Read by the operator and by {@code ./mastio}, whose environment a shell may share with this process. */
    private static final Pattern OTHERS = Pattern.compile("MASTIO_((OPERATOR|KUBERNETES)_\\w+|STATE|JDKS|JAVA_OPTS)");
    /** What Kubernetes puts into pods for a Service of the namespace whose name starts like ours. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("\\w+_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Map<String, String> NEVER_READ = Map.of(
            "CULLIS_EGRESS_DPOP_MODE", "the original never read it either; use " + Variable.EGRESS_DPOP_MODE.key());

    /**
     * What {@link Variable#ENVIRONMENT} is called where prefixes are left out, and in the original's other half. Much else reads it too: only the
     * word that asks us for safety counts, and only where nothing was said to us.
     */
    private static final String BARE_ENVIRONMENT = "ENVIRONMENT";

    private static final int MOST_TYPOS = 3;
    private static final int MOST_TYPOS_WHERE_SHARED = 2;

    private Names() {}

    /** One line for each name that nothing reads, or whose meaning we cannot give it. */
    static List<String> problems(Map<String, String> variables) {
        Set<String> known = Variable.names().collect(Collectors.toSet());
        List<String> problems = new ArrayList<>();
        if (isMeantForProduction(variables)) {
            String key = Variable.ENVIRONMENT.key();
            problems.add(
                    "%s: production is not read under this name; set %s to production, or to development if that was not meant for this process"
                            .formatted(BARE_ENVIRONMENT, key));
        }
        new TreeMap<>(variables).forEach((name, value) -> {
            if (NEVER_READ.containsKey(name)) {
                problems.add(name + ": " + NEVER_READ.get(name));
            } else if (looksLikeOurs(name, value) && !known.contains(name)) {
                OriginalSetting.named(name)
                        .ifPresentOrElse(
                                setting -> setting.problem(value.strip()).ifPresent(problems::add),
                                () -> unknown(name, known).ifPresent(problems::add));
            }
        });
        return problems;
    }

    private static boolean isMeantForProduction(Map<String, String> variables) {
        return variables.getOrDefault(BARE_ENVIRONMENT, "").strip().equalsIgnoreCase("production")
                && variables.getOrDefault(Variable.ENVIRONMENT.key(), "").isBlank();
    }

    private static boolean looksLikeOurs(String name, String value) {
        return (PREFIXES.stream().anyMatch(name::startsWith) || isShared(name))
                && !OTHERS.matcher(name).matches()
                && !value.isBlank()
                && !SERVICE_LINK.matcher(name).matches()
                && !(name.endsWith("_PORT") && value.startsWith("tcp://"));
    }

    private static boolean isShared(String name) {
        return SHARED_PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static Optional<String> unknown(String name, Set<String> known) {
        Set<String> all = Arrays.stream(OriginalSetting.values())
                .map(OriginalSetting::key)
                .collect(Collectors.toCollection(() -> new HashSet<>(known)));
        String nearest = all.stream()
                .min((one, other) -> {
                    int nearer = Integer.compare(typos(name, one), typos(name, other));
                    return nearer == 0 ? one.compareTo(other) : nearer;
                })
                .orElseThrow();
        if (typos(name, nearest) <= (isShared(name) ? MOST_TYPOS_WHERE_SHARED : MOST_TYPOS)) {
            return Optional.of(
                    "%s: nothing reads this name; did you mean %s? Correct it or unset it".formatted(name, nearest));
        }
        return isShared(name)
                ? Optional.empty()
                : Optional.of("%s: nothing reads this name; unset it, or see the table of settings for the right one"
                        .formatted(name));
    }

    /** How many characters to add, remove or exchange to get from one to the other. */
    static int typos(String from, String to) {
        int[] above = new int[to.length() + 1];
        Arrays.setAll(above, i -> i);
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[above.length];
            current[0] = row;
            for (int column = 1; column < current.length; column++) {
                int same = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
                current[column] = Math.min(above[column - 1] + same, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[to.length()];
    }
}
