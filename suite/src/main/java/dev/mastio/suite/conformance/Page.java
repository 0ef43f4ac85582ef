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
            watches and what `kubectl` prints, after taking out what can't be alike: uids, versions, times, addresses, generated names, the order of causes. **%d replies are the same (of %d only the code is looked at), %d differ, each for
            a reason that is listed below.** A difference that is not listed fails the command, and so does one that is listed and gone; only a run without either writes this page (`--write`). The calls are
            in `suite/conformance/cases`, the differences in `suite/conformance/known.yaml`. `./mastio conformance --fuzz SECONDS` does the same with [random objects and changes](#random-objects-and-changes).

            | calls about | number | the same | differ |
            | --- | --- | --- | --- |
            %s

            ## Differences

            %s

            ## Left out of the comparison

            Parts of some replies are not looked at, because they are another server's, of a moment, or already told of by another call:

            %s

            ## Random objects and changes

            `./mastio conformance --fuzz SECONDS [--seed N]` draws objects of the kinds that instances bring along and sequences of creations, updates with and without version, patches of all four sorts by several
            managers, changes of status and scale, reads and deletions, most of them good and some not, makes them to both servers and stops a sequence at the first reply that differs. Sequence N + 1 of one seed is
            the first of the next. It fails if replies differ in anything but what `suite/conformance/known-by-fuzz.yaml` lists:

            %s

            Three things are not compared, beside what no reply can have in common:

            - The words of refusals of built-in kinds, which Kubernetes writes by hand, kind by kind: code, reason and fields are compared. Of several faults the embedded server may tell fewer, or name the field
              around one, but none that a real one does not name. Of custom kinds every word is compared.
            - Warnings in which the embedded server tells of what it takes and does not act upon.
            - The finalizer kubernetes.io/pvc-protection, which a real server gives to claims.

            A sequence also ends where a listed difference stays in the object, and where one waits for its dependents, which here nothing collects on the real side.

            What is drawn of custom kinds is all of their schemas; of built-in ones, what `suite/conformance/fuzz` holds, which is about what instances make use of. Not drawn are all other kinds and fields (probes,
            volumes and security contexts of pods, other types of services, and statuses of built-in kinds but Deployments among them), lists, watches, deletions of collections, owners, and names that a server
            gives; the list of calls has some of each. Pods come with a ServiceAccount whose token is not mounted.
            """.formatted(
                        calls.size(),
                        realVersion,
                        calls.size() - differing,
                        calls.stream().filter(Call::isOfCodeOnly).count(),
                        differing,
                        scenarios.stream().map(scenario -> row(scenario, known)).collect(Collectors.joining("\n")),
                        differences(scenarios, known),
                        leftOut(scenarios),
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

    private static String leftOut(List<Scenario> scenarios) {
        List<String> parts = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            String calls = scenario.calls().stream()
                    .filter(call -> !call.without().isEmpty())
                    .map(call -> "%s (`%s`)".formatted(call.name(), String.join("`, `", call.without())))
                    .collect(Collectors.joining("; "));
            if (!calls.isEmpty()) parts.add("- %s: %s.".formatted(scenario.title(), calls));
        }
        return String.join("\n", parts);
    }

    private static String differences(List<Scenario> scenarios, KnownDifferences known) {
        List<String> parts = new ArrayList<>();
        for (KnownDifferences.Entry entry : known.entries()) {
            List<String> shown = new ArrayList<>();
            for (Scenario scenario : scenarios) {
                List<String> names = scenario.calls().stream()
                        .filter(call -> entry.places().containsKey(call.id()))
                        .map(call -> call.name() + codes(entry.places().getOrDefault(call.id(), List.of())))
                        .toList();
                if (!names.isEmpty()) shown.add(scenario.title() + ": " + String.join("; ", names));
            }
            parts.add("- **%s** %s%n  Shown by %s.".formatted(entry.what(), entry.why(), String.join(". ", shown)));
        }
        return String.join("\n", parts);
    }

    private static String codes(List<Place> places) {
        return places.stream()
                .filter(Place.OtherAnswer.class::isInstance)
                .map(" (%s)"::formatted)
                .collect(Collectors.joining());
    }
}
