package dev.mastio.suite.rights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes {@code docs/security/rbac.md}. */
final class RightsPage {

    private static final List<String> VERBS = List.of("get", "list", "watch", "create", "update", "patch", "delete");

    private RightsPage() {}

    static String of(List<Comparison> comparisons) {
        return """
            # Rights and their use

            What the operator and soaks may ask of the Kubernetes API, beside what they did ask in one run of the suite on [real Kubernetes](../../local/kubernetes/README.md). `./mastio test --cluster=real`
            compares the API server's audit log with the shipped roles: it fails where a request was refused for want of a right, where one was let in by a role that is not shipped, and
            where nothing used a right. `./mastio rights --write` then writes this page; every run of the tests holds it to the roles. What the rights amount to: [operations](../operations.md#permissions).

            A number counts the requests that took a right; empty means not granted. Proxies have no rights and ask nothing. Applying an object that is not there takes `patch` and `create`. Not shown:
            discovery and reviews of its own rights, which Kubernetes grants to everybody with an account.

            %s

            ## Taken by no request

            %s
            """.formatted(
                        comparisons.stream()
                                .filter(comparison -> !comparison.uses().isEmpty())
                                .map(RightsPage::section)
                                .collect(Collectors.joining("\n\n")),
                        Comparison.TAKEN_BY_NO_REQUEST.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(entry -> "- `%s`: %s".formatted(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining("\n")));
    }

    private static String section(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add("## By %s: %d requests".formatted(comparison.account(), comparison.requests()));
        lines.add("");
        lines.add("| role | resource | " + String.join(" | ", VERBS) + " |");
        lines.add("| --- ".repeat(2 + VERBS.size()) + "|");
        rows(comparison.uses())
                .forEach((row, cells) -> lines.add("| %s | %s | %s |"
                        .formatted(
                                row.role(),
                                row.resource(),
                                VERBS.stream()
                                        .map(verb -> cells.getOrDefault(verb, ""))
                                        .collect(Collectors.joining(" | ")))));
        return String.join("\n", lines);
    }

    /** A line of the table. */
    record Row(String role, String resource) {

        static Row of(Right right) {
            return new Row(
                    right.role(),
                    right.names().isEmpty()
                            ? right.resource()
                            : right.resource() + " " + String.join(", ", right.names()));
        }
    }

    private static Map<Row, Map<String, String>> rows(Map<Right, Integer> uses) {
        Map<Row, Map<String, String>> rows = new LinkedHashMap<>();
        uses.forEach((right, count) -> rows.computeIfAbsent(Row.of(right), row -> new LinkedHashMap<>())
                .put(right.verb(), count == 0 ? "none" : "%d".formatted(count)));
        return rows;
    }

    /** The rights that a page shows, each as {@code role: verb resource}. */
    static Set<String> shownBy(String page) {
        Set<String> shown = new LinkedHashSet<>();
        for (String line : page.lines().toList()) {
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            if (cells.size() != VERBS.size() + 4
                    || cells.get(1).equals("role")
                    || cells.get(1).startsWith("-")) continue;
            for (int i = 0; i < VERBS.size(); i++) {
                if (!cells.get(i + 3).isEmpty())
                    shown.add("%s: %s %s".formatted(cells.get(1), VERBS.get(i), cells.get(2)));
            }
        }
        return shown;
    }
}
