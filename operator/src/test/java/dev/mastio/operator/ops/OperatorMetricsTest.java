package dev.mastio.operator.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.ops.InstanceGauges.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorMetricsTest {

    private static final Path PAGE = Path.of("../docs/reference/metrics.md");

    private final OperatorMetrics metrics = new OperatorMetrics("0.1.0", () -> true);

    @Test
    void everyMetricOfThePageIsExposedUnderItsName() {
        metrics.reconciled("Available", Duration.ofMillis(3));
        metrics.asked("PATCH", "deployments");
        metrics.asked("GET", "deployments");
        metrics.failed("429");
        metrics.event("Normal", "Available");
        metrics.rehearsed();
        metrics.decided("FloorCrossed");
        metrics.soakEnded("Passed");
        metrics.instances().set("default", "demo", new Values(2, 3, 1500, 750), () -> true);
        metrics.registry()
                .counter(Metric.SCRAPE_FAILURES.meter(), "reason", "timeout")
                .increment();

        String page = metrics.scrape();

        for (Metric metric : Metric.values()) {
            String name = metric == Metric.RECONCILE_SECONDS ? metric.exposed() + "_count" : metric.exposed();
            assertThat(page.lines())
                    .as(name)
                    .anyMatch(line -> line.startsWith(name + "{") || line.startsWith(name + " "));
            metric.labels().forEach(label -> assertThat(page).contains(label + "="));
        }
    }

    @Test
    void theNumbersOfAnInstanceGoWithIt() {
        metrics.instances().set("default", "demo", new Values(2, 3, 1500, 750), () -> true);
        metrics.instances().set("default", "demo", new Values(3, 3, 1500, 750), () -> true);
        assertThat(metrics.scrape())
                .contains("mastio_operator_instance_replicas{instance=\"demo\",namespace=\"default\"} 3.0");

        metrics.instances().remove("default", "demo");

        assertThat(metrics.scrape()).doesNotContain("demo").contains("mastio_operator_instances 0.0");
    }

    @Test
    void anInstanceThatIsGoneByNowLeavesNoNumbers() {
        metrics.instances().set("default", "demo", new Values(2, 3, 1500, 750), () -> false);

        assertThat(metrics.scrape()).doesNotContain("demo").contains("mastio_operator_instances 0.0");
    }

    @Test
    void whatChangesNothingIsARead() {
        metrics.asked("GET", "leases");
        metrics.asked("PUT", "leases");
        metrics.asked("GET", "leases");

        assertThat(metrics.scrape())
                .contains("mastio_operator_api_reads_total{resource=\"leases\"} 2.0")
                .contains("mastio_operator_api_writes_total{method=\"PUT\",resource=\"leases\"} 1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "/apis/apps/v1/namespaces/a/deployments/demo, deployments",
        "/apis/apps/v1/namespaces/a/deployments, deployments",
        "/apis/mastio.dev/v1alpha1/namespaces/a/mastioinstances/demo/status, mastioinstances/status",
        "/api/v1/namespaces/a/secrets/demo-tls, secrets",
        "/api/v1/namespaces/a, namespaces",
        "/apis/mastio.dev/v1alpha1/mastiohardwareclasses/laptop, mastiohardwareclasses",
        "/, other"
    })
    void requestsAreCountedByResourceAndNeverByName(String path, String resource) {
        assertThat(ApiRequests.resource(path)).isEqualTo(resource);
    }

    @Test
    void thePageHoldsTheList() throws IOException {
        String page = """
                # Metrics of the operator

                Prometheus text on `/metrics` of port 8080. Generated from `dev.mastio.operator.ops.Metric`; after a change run
                `mvn -pl operator -am test -Dtest=OperatorMetricsTest -Dsurefire.failIfNoSpecifiedTests=false -Dmastio.regenerate=true`.

                Label values come from fixed sets, but for `namespace` and `instance`: these go when the instance goes. The SDK's own meters
                (`operator_sdk_…`, without names of objects) are there as well.

                | metric | type | labels | meaning |
                | --- | --- | --- | --- |
                %s

                The metrics of a proxy are in [the contract](contract.md).
                """.formatted(
                Arrays.stream(Metric.values()).map(OperatorMetricsTest::row).collect(Collectors.joining("\n")));
        if (Boolean.getBoolean("mastio.regenerate")) Files.writeString(PAGE, page);

        assertThat(PAGE).content().isEqualTo(page);
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |".formatted(metric.exposed(), metric.type(), labels, metric.description());
    }
}
