package dev.mastio.bench.soak;

import dev.mastio.bench.report.Json;
import dev.mastio.bench.soak.SoakReport.Load;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The verdict as the JSON that the operator reads from the termination message, of which Kubernetes keeps 4,096 bytes. */
final class VerdictJson {
    private static final int MOST_BYTES = 4096;
    private static final int LONGEST_MESSAGE = 800;

    private VerdictJson() {}

    static byte[] of(Verdict verdict) {
        byte[] json = Json.compact(fields(verdict)).getBytes(StandardCharsets.UTF_8);
        if (json.length > MOST_BYTES)
            throw new IllegalStateException("a verdict of " + json.length + " bytes would be cut off");
        return json;
    }

    static Map<String, Object> fields(Verdict verdict) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("run", verdict.run());
        fields.put("verdict", verdict.reason().outcome());
        fields.put("reason", verdict.reason());
        fields.put("message", shortened(verdict.message()));
        fields.put("startedAt", verdict.startedAt().truncatedTo(ChronoUnit.SECONDS));
        fields.put("finishedAt", verdict.finishedAt().truncatedTo(ChronoUnit.SECONDS));
        verdict.load().ifPresent(load -> add(load, fields));
        verdict.residentDriftPercent().ifPresent(drift -> fields.put("residentDriftPercent", rounded(drift)));
        verdict.heapDriftPercent().ifPresent(drift -> fields.put("heapDriftPercent", rounded(drift)));
        fields.put("pods", verdict.pods());
        verdict.idle().ifPresent(idle -> fields.put("idleSeconds", idle.toSeconds()));
        verdict.report().ifPresent(report -> fields.put("report", report));
        return fields;
    }

    private static void add(Load load, Map<String, Object> fields) {
        fields.put("seconds", Math.round(load.seconds()));
        fields.put("requests", load.requests());
        fields.put("requestsPerSecond", rounded(load.requestsPerSecond()));
        fields.put("errorRate", load.errorRate());
        fields.put("p50Millis", rounded(load.p50()));
        fields.put("p95Millis", rounded(load.p95()));
        fields.put("p99Millis", rounded(load.p99()));
        fields.put("maxMillis", rounded(load.max()));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** So short that all the rest has room beside it: a letter takes three bytes at most. */
    private static String shortened(String message) {
        String plain = message.replaceAll("\\p{Cntrl}+", " ");
        return plain.length() <= LONGEST_MESSAGE ? plain : plain.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
