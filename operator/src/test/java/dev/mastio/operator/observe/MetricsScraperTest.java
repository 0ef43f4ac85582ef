package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetricsScraperTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final MetricsScraper scraper = new MetricsScraper(threads, registry, InstantSource.system());
    private FakePod pod;

    /** The first exchange of a JVM takes longer than those after it, which a scrape's second is meant for. */
    @BeforeAll
    static void exchangeOnce() throws IOException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try (FakePod pod = new FakePod("first", FakePod.body(FakePod.metrics(7, 100, 20, 3)));
                MetricsScraper scraper =
                        new MetricsScraper(threads, new SimpleMeterRegistry(), InstantSource.system())) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> scraper.scrape(pod.target()).isPresent());
        } finally {
            threads.shutdownNow();
        }
    }

    @BeforeEach
    void startAPod() throws IOException {
        pod = new FakePod("pod", FakePod.body(FakePod.metrics(7, 100, 20, 3)));
    }

    @AfterEach
    void stop() {
        pod.close();
        scraper.close();
        threads.shutdownNow();
    }

    @Test
    void readsTheCountersOfAPod() throws InterruptedException {
        PodSample sample = scraper.scrape(pod.target()).orElseThrow();

        assertThat(sample).isEqualTo(new PodSample(sample.at(), 7, 100, 20, 3, Answers.NONE));
        assertThat(failures()).isZero();
    }

    @Test
    void givesUpOnAPodThatHangs() throws InterruptedException {
        pod.behave(pod.hanging());

        assertThat(scraper.scrape(pod.target())).isEmpty();
        assertThat(failures("timeout")).isOne();
    }

    @Test
    void givesUpOnABodyThatTrickles() throws InterruptedException {
        pod.behave(pod.trickling());

        assertThat(scraper.scrape(pod.target())).isEmpty();
        assertThat(failures("timeout")).isOne();
    }

    @Test
    void refusesAnErrorWhateverItsBodySays() throws InterruptedException {
        pod.behave(FakePod.status(500));

        assertThat(scraper.scrape(pod.target())).isEmpty();
        assertThat(failures("status")).isOne();
    }

    @Test
    void refusesGarbage() throws InterruptedException {
        pod.behave(FakePod.body("\u0000\u0001 this is not what you want {"));

        assertThat(scraper.scrape(pod.target())).isEmpty();
        assertThat(failures("body")).isOne();
    }

    @Test
    void refusesABodyThatIsTooLarge() throws InterruptedException {
        pod.behave(FakePod.body(FakePod.metrics(7, 100, 20, 3) + "# much\n".repeat(200_000)));

        assertThat(scraper.scrape(pod.target())).isEmpty();
        assertThat(failures("body")).isOne();
    }

    @Test
    void followsNoRedirect() throws InterruptedException {
        pod.behave(exchange -> {
            exchange.getResponseHeaders().add("Location", "/metrics");
            exchange.sendResponseHeaders(302, -1);
        });

        assertThat(scraper.scrape(pod.target())).isEmpty();
        assertThat(pod.scrapes()).isOne();
    }

    @Test
    void countsAPodThatIsGone() {
        PodTarget target = pod.target();
        pod.close();

        // On a busy machine one attempt may run out of its second before it is refused.
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(scraper.scrape(target)).isEmpty();
            return failures("connect") == 1;
        });
    }

    @Test
    void doesNotCountASilentPodThatIsNotReady() throws InterruptedException {
        pod.ready(false);
        PodTarget target = pod.target();
        pod.close();

        assertThat(scraper.scrape(target)).isEmpty();
        assertThat(failures()).isZero();
    }

    @Test
    void survivesAnAddressThatIsNone() throws InterruptedException {
        Optional<PodSample> sample = scraper.scrape(new PodTarget("u", "pod", "not an address", 80, true));

        assertThat(sample).isEmpty();
        assertThat(failures()).isOne();
    }

    private double failures(String reason) {
        return registry.counter("mastio.operator.scrape.failures", "reason", reason)
                .count();
    }

    private double failures() {
        return registry.find("mastio.operator.scrape.failures").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
