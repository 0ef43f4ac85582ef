package dev.mastio.operator.desired;

import dev.mastio.api.PodOverrides;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a user says about the pods: well spelled, and not in the operator's way. */
final class PodRules {

    static void check(PodOverrides pod, Problems problems) {
        // Sorted, so that the same mistakes always give the same message.
        labels("spec.pod.labels", new TreeMap<>(pod.labels()), problems);
        keys("spec.pod.annotations", new TreeMap<>(pod.annotations()), problems);
        new TreeMap<>(pod.nodeSelector())
                .forEach((key, value) -> spelling("spec.pod.nodeSelector", key, value, problems));
        tolerations(pod.tolerations(), problems);
        env(pod.env(), problems);
    }

    private static void tolerations(List<PodOverrides.Toleration> tolerations, Problems problems) {
        for (int i = 0; i < tolerations.size(); i++) {
            PodOverrides.Toleration given = tolerations.get(i);
            String path = "spec.pod.tolerations[" + i + "]";
            boolean exists = given.operator() == PodOverrides.Toleration.Operator.Exists;
            problems.addIf(
                    given.key() == null && !exists,
                    path + ".key",
                    "missing: give the key of the taint, or operator Exists to tolerate everything");
            problems.addIf(
                    given.value() != null && exists,
                    path + ".value",
                    "operator Exists looks at no value: remove value, or use operator Equal");
            problems.addIf(
                    given.tolerationSeconds() != null && given.effect() != PodOverrides.Toleration.Effect.NoExecute,
                    path + ".tolerationSeconds",
                    "needs effect NoExecute: set the effect, or remove tolerationSeconds");
        }
    }

    private static void labels(String path, SortedMap<String, String> labels, Problems problems) {
        keys(path, labels, problems);
        labels.forEach((key, value) -> spelling(path, key, value, problems));
    }

    private static void keys(String path, SortedMap<String, String> entries, Problems problems) {
        for (String key : entries.keySet()) {
            problems.addIf(
                    Labels.reserved(key),
                    at(path, key),
                    "app.kubernetes.io/ and mastio.dev/ are the operator's: remove it");
            problems.addIf(
                    !Syntax.isKey(key),
                    at(path, key),
                    "is no key: use at most 63 of letters, digits, '-', '_' and '.', with or without a domain and '/' before it");
        }
    }

    private static void spelling(String path, String key, String value, Problems problems) {
        problems.addIf(
                !Syntax.isLabelValue(value),
                at(path, key),
                "'" + value + "' is no label value: use at most 63 of letters, digits, '-', '_' and '.'");
    }

    private static void env(List<PodOverrides.Setting> settings, Problems problems) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < settings.size(); i++) {
            String name = settings.get(i).name();
            String path = "spec.pod.env[" + i + "].name";
            problems.addIf(
                    !Syntax.isVariableName(name),
                    path,
                    "'" + name + "' is no name of a setting: use A-Z, 0-9 and '_', and begin with a letter");
            problems.addIf(
                    ProxySettings.RESERVED.contains(name),
                    path,
                    name + " is set by the operator from other fields: remove it");
            problems.addIf(!seen.add(name), path, name + " is given twice: remove one");
        }
    }

    private static String at(String path, String key) {
        return path + "[" + key + "]";
    }

    private PodRules() {}
}
