package dev.mastio.operator.desired;

import dev.mastio.api.Edge;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.PodOverrides.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with an original behind the proxy. */
final class EdgeRules {

    private static final Pattern VERSIONED =
            Pattern.compile("[^\\s@]+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[a-f0-9]{64})");
    private static final Set<Integer> OURS = Set.of(InstancePlan.HTTPS_PORT, InstancePlan.OPS_PORT);

    static void check(Edge edge, MastioInstanceSpec spec, Problems problems) {
        problems.addIf(
                !VERSIONED.matcher(edge.upstream()).matches(),
                "spec.edge.upstream",
                "'" + edge.upstream()
                        + "' names no version of an image: give it with a tag (name:tag) or a digest (name@sha256:...)");
        problems.addIf(
                OURS.contains(edge.port()),
                "spec.edge.port",
                edge.port() + " is the proxy's own in the same pod: use another");
        problems.addIf(
                edge.secretName() != null && !Syntax.isObjectName(edge.secretName()),
                "spec.edge.secretName",
                "'" + edge.secretName() + "' can't be the name of a Secret: use a-z, 0-9, '-' and '.'");
        problems.addIf(
                !spec.plugins().isEmpty(),
                "spec.plugins",
                "plugins are loaded by the proxy, and with edge another server answers in its place: remove plugins or edge");
        problems.addIf(
                spec.pki().secretName() != null,
                "spec.pki.secretName",
                "the Org Root is given to the proxy, and with edge another server makes its own: remove pki or edge");
        settings(edge, problems);
    }

    private static void settings(Edge edge, Problems problems) {
        Set<String> seen = new HashSet<>();
        List<String> names = edge.settings().stream().map(Setting::name).toList();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String path = "spec.edge.settings[" + i + "].name";
            problems.addIf(
                    OriginalSettings.RESERVED.contains(name),
                    path,
                    name + " is set by the operator from other fields: remove it");
            problems.addIf(!seen.add(name), path, name + " is given twice: remove one");
        }
    }

    private EdgeRules() {}
}
