package dev.mastio.suite.conformance;

import dev.mastio.suite.conformance.fuzz.Tolerated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes {@code docs/reference/conformance.md}. It tells what a run has shown, and is written only after one that was as expected: then all it
 * holds follows from the calls and the list of known differences, and any test can hold it to them.
 */
final class Page {

    private static final Pattern VERSION = Pattern.compile("k8s.io/kubernetes v(\\S+)");

    private Page() {}

    /** The version that {@code local/kubernetes} builds. */
    static String realVersion(Path root) throws IOException {
        Matcher version = VERSION.matcher(Files.readString(root.resolve("local/kubernetes/control-plane/go.mod")));
        if (!version.find()) throw new IOException("the Go module of Kubernetes names no version of it");
        return version.group(1);
    }

    static String of(List<Scenario> scenarios, KnownDifferences known, Tolerated byFuzz, String realVersion) {
        List<Call> calls = scenarios.stream()
                .flatMap(scenario -> scenario.calls().stream())
                .toList();
        long differing =
                calls.stream().filter(call -> !known.of(call.id()).isEmpty()).count();
        return """
            # Conformance of the embedded API

            `./mastio conformance` makes %d calls to the [embedded API](../embedded-api.md) and to [Kubernetes %s](../../local/kubernetes/README.md), and compares status codes, warnings, bodies, events of
            watches and what `kubectl` prints, after taking out what can't be alike: uids, versions, times, addresses, generated names, the order of causes. **%d replies are the same, %d differ, each for a reason that is
            listed below.** A difference that is not listed fails the command, and so does one that is listed and gone; only a run without either writes this page (`--write`). The calls are
            in `suite/conformance/cases`, the differences in `suite/conformance/known.yaml`. `./mastio conformance --fuzz SECONDS` does the same with [random objects and changes](#random-objects-and-changes).

            | calls about | number | the same | differ |
            | --- | --- | --- | --- |
            %s

            ## Differences

            %s

            ## Random objects and changes

            `./mastio conformance --fuzz SECONDS [--seed N]` draws objects of the kinds that instances bring along (`manifests/crds`, `suite/conformance/fuzz`) and sequences of creations, updates with and without
            version, patches of all four sorts by several managers, changes of status and scale, reads and deletions, most of them good and some not, and makes them to both servers. Refusals of built-in kinds are
            compared by code, reason and fields. It fails if replies differ in anything but what `suite/conformance/known-by-fuzz.yaml` lists:

            %s
            """.formatted(
                        calls.size(),
                        realVersion,
                        calls.size() - differing,
                        differing,
                        scenarios.stream().map(scenario -> row(scenario, known)).collect(Collectors.joining("\n")),
                        differences(scenarios, known),
                        byFuzz.entries().stream()
                                .map(entry -> "- **%s** %s".formatted(entry.what(), entry.why()))
                                .collect(Collectors.joining("\n")));
    }

    private static String row(Scenario scenario, KnownDifferences known) {
        int all = scenario.calls().size();
        long differ = scenario.calls().stream()
                .filter(call -> !known.of(call.id()).isEmpty())
                .count();
        return "| %s | %d | %d | %d |".formatted(scenario.title(), all, all - differ, differ);
    }

    private static String differences(List<Scenario> scenarios, KnownDifferences known) {
        List<String> parts = new ArrayList<>();
        for (KnownDifferences.Entry entry : known.entries()) {
            List<String> shown = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                List<String> names = scenario.calls().stream()
                        .filter(call -> entry.places().containsKey(call.id()))
                        .map(Call::name)
                        .toList();
                if (!names.isEmpty()) shown.add(scenario.title() + ": " + String.join("; ", names));
            }
            parts.add("- **%s** %s%n  Shown by %s.".formatted(entry.what(), entry.why(), String.join(". ", shown)));
        }
        return String.join("\n", parts);
    }
}
