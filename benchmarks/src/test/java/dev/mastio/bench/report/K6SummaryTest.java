package dev.mastio.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class K6SummaryTest {

    private static final String[] TREND = {"avg", "min", "med", "max", "p(90)", "p(95)", "p(99)"};

    @Test
    void hasTheMetricsOfHandleSummaryUnderValues() {
        Map<?, ?> root = parse(K6Summary.summary(Reports.bad()));

        metric(root, "http_reqs")
                .containsEntry("type", "counter")
                .containsEntry("values", Map.of("count", 100, "rate", 50.0));
        metric(root, "iterations").containsEntry("values", Map.of("count", 100, "rate", 50.0));
        metric(root, "http_req_failed").containsEntry("values", Map.of("rate", 0.03, "passes", 3, "fails", 97));
        metric(root, "checks").containsEntry("values", Map.of("rate", 0.97, "passes", 97, "fails", 3));
        metric(root, "data_received").containsEntry("values", Map.of("count", 20_000, "rate", 10_000.0));
        metric(root, "data_sent").containsEntry("values", Map.of("count", 10_000, "rate", 5000.0));
        metric(root, "vus").containsEntry("values", Map.of("value", 50, "min", 25, "max", 50));
        metric(root, "http_req_duration")
                .extractingByKey("values")
                .asInstanceOf(MAP)
                .containsOnlyKeys((Object[]) TREND);
        metric(root, "http_req_duration{expected_response:true}").containsEntry("contains", "time");
        assertThat(root.get("state")).asInstanceOf(MAP).containsEntry("testRunDurationMs", 2000.0);
    }

    @Test
    void saysWhichThresholdsHeld() {
        metric(parse(K6Summary.summary(Reports.good())), "http_req_duration")
                .containsEntry("thresholds", Map.of("p(95)<250", Map.of("ok", true)));
        metric(parse(K6Summary.summary(Reports.bad())), "http_req_failed")
                .containsEntry("thresholds", Map.of("rate<0.01", Map.of("ok", false)));
    }

    @Test
    void hasTheFlatShapeOfSummaryExportToo() {
        Map<?, ?> root = parse(K6Summary.export(Reports.bad()));

        metric(root, "http_req_failed")
                .containsEntry("value", 0.03)
                .containsEntry("passes", 3)
                .containsEntry("fails", 97)
                .containsEntry("thresholds", Map.of("rate<0.01", true));
        metric(root, "http_reqs").containsEntry("count", 100);
        metric(root, "http_req_duration").containsKeys((Object[]) TREND);
    }

    @Test
    void listsTheCheckWithItsCounts() {
        Map<?, ?> root = parse(K6Summary.summary(Reports.bad()));

        assertThat(root.get("root_group"))
                .asInstanceOf(MAP)
                .extractingByKey("checks")
                .isEqualTo(List.of(Map.of(
                        "name",
                        "status is 200 and body contains \"status\"",
                        "path",
                        "::status is 200 and body contains \"status\"",
                        "passes",
                        97,
                        "fails",
                        3)));
    }

    private static MapAssert<Object, Object> metric(Map<?, ?> root, String name) {
        return assertThat(root.get("metrics"))
                .asInstanceOf(MAP)
                .extractingByKey(name)
                .asInstanceOf(MAP);
    }

    /** JSON is YAML, so the reader at hand will do; a second JSON library just for this would not see more. */
    private static Map<?, ?> parse(String json) {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(json);
    }
}
