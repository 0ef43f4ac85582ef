package dev.mastio.bench.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.bench.server.HealthServer;
import dev.mastio.bench.server.RawServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {

    private static final String PAGE = """
            # HELP process_resident_memory_bytes The resident set.
            # TYPE process_resident_memory_bytes gauge
            process_resident_memory_bytes %d
            mastio_heap_live_bytes 1.5E7
            mastio_arrivals_total{traffic="client"} 7
            mastio_arrivals_total{traffic="so}ak"} 5 1700000000000
            odd{le="+Inf"} +Inf
            """;

    @Test
    void seesTheMemoryOfEachProxyOverTime() {
        AtomicInteger looks = new AtomicInteger();
        try (HealthServer proxy = HealthServer.plain(exchange ->
                        HealthServer.answer(exchange, 200, PAGE.formatted(1000 + looks.incrementAndGet())));
                MemoryWatch watch = new MemoryWatch(List.of(proxy.url()), Duration.ofMillis(10))) {
            await().until(() -> watch.samples().size() >= 3);

            assertThat(watch.samples().subList(0, 3))
                    .extracting(Memory::resident)
                    .containsExactly(1001.0, 1002.0, 1003.0);
            assertThat(watch.samples()).extracting(Memory::heapLive).containsOnly(1.5e7);
            assertThat(watch.samples()).extracting(Memory::at).isSorted();
            assertThat(watch.trouble()).isNull();
        }
    }

    @Test
    void goesOnWhenAProxyIsGoneAndSaysSo() {
        URI gone = RawServer.nobody();
        try (HealthServer proxy =
                        HealthServer.plain(exchange -> HealthServer.answer(exchange, 200, PAGE.formatted(1)));
                MemoryWatch watch = new MemoryWatch(List.of(gone, proxy.url()), Duration.ofMillis(10))) {
            await().until(() -> watch.samples().size() >= 2);

            assertThat(watch.samples()).extracting(Memory::ops).containsOnly(proxy.url());
            assertThat(watch.trouble()).contains("Connection refused");
        }
    }

    @Test
    void saysWhichMetricAPageLacks() {
        try (HealthServer proxy = HealthServer.plain(exchange -> HealthServer.answer(exchange, 200, "up 1\n"));
                MemoryWatch watch = new MemoryWatch(List.of(proxy.url()), Duration.ofMillis(10))) {
            await().until(() -> watch.trouble() != null);

            assertThat(watch.trouble()).contains("process_resident_memory_bytes");
        }
    }

    @Test
    void addsUpTheLabelSetsOfAMetric() {
        MetricsPage page = MetricsPage.parse(PAGE);

        assertThat(page.value("mastio_arrivals_total")).hasValue(12);
        assertThat(page.value("absent")).isEmpty();
    }
}
