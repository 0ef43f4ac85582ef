package dev.mastio.bench.soak;

import dev.mastio.bench.report.Json;
import dev.mastio.bench.soak.KubernetesApi.Answer;
import java.io.IOException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last reports in a ConfigMap, one a key. The ConfigMap must exist. It is changed at the version that was read, so that of two runs that
 * end at once the second sees the first one's report.
 */
record ConfigMapShelf(KubernetesApi api, String namespace, String name) implements ReportShelf {

    private static final int KEPT = 3;

    /** Below the 1 MiB that a ConfigMap may hold in all. */
    private static final int ROOM = 1_000_000;

    private static final String SUFFIX = ".json.gz";

    @Override
    public String keep(String run, byte[] archive) throws IOException {
        String path = "/api/v1/namespaces/" + namespace + "/configmaps/" + name;
        Tree current = Tree.parse(checked(api.get(path)).body());
        String key = run + SUFFIX;
        Map<String, @Nullable String> changes = new HashMap<>();
        surplus(current.at("binaryData"), key, archive.length).forEach(old -> changes.put(old, null));
        changes.put(key, Base64.getEncoder().encodeToString(archive));
        String version = current.at("metadata", "resourceVersion").text().orElse("");
        checked(api.mergePatch(
                path + "?fieldManager=mastio-soak",
                Json.compact(Map.of("metadata", Map.of("resourceVersion", version), "binaryData", changes))));
        return name + "/" + key;
    }

    private record Stored(String key, int size, long time) {
        static Stored of(String key, byte[] archive) {
            return new Stored(key, archive.length, ReportArchive.time(archive));
        }
    }

    /** The keys that go: all but the newest, and of those what does not fit beside the new one. */
    private static List<String> surplus(Tree reports, String newKey, int newSize) {
        List<Stored> newestFirst = reports.keys().stream()
                .filter(key -> key.endsWith(SUFFIX) && !key.equals(newKey))
                .map(key -> Stored.of(key, bytes(reports.at(key))))
                .sorted(Comparator.comparingLong(Stored::time).reversed())
                .toList();
        int kept = 0;
        int size = newSize;
        for (Stored stored : newestFirst) {
            size += stored.size();
            if (kept == KEPT - 1 || size > ROOM) break;
            kept++;
        }
        return newestFirst.stream().skip(kept).map(Stored::key).toList();
    }

    private static byte[] bytes(Tree value) {
        try {
            return Base64.getDecoder().decode(value.text().orElse(""));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** A conflict, an overload or a fault of the server may be gone at the next try; a missing right or object will not. */
    private Answer checked(Answer answer) throws IOException {
        int status = answer.status();
        if (status / 100 == 2) return answer;
        String problem = "ConfigMap " + name + ": the API server answered " + status;
        if (status == 409 || status == 429 || status >= 500) throw new IOException(problem);
        throw new ReportRefused(problem);
    }
}
