package dev.mastio.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MetricsScraperTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final MetricsScraper scraper = new MetricsScraper(threads, registry, InstantSource.system());
    private FakePod pod;

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
        PodSample sample = scrapeInTime(pod.target()).orElseThrow();

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

        assertThat(scrapeInTime(pod.target())).isEmpty();
        assertThat(failures("status")).isOne();
    }

    @Test
    void refusesGarbage() throws InterruptedException {
        pod.behave(FakePod.body("\u0000\u0001 this is not what you want {"));

        assertThat(scrapeInTime(pod.target())).isEmpty();
        assertThat(failures("body")).isOne();
    }

    @Test
    void refusesABodyThatIsTooLarge() throws InterruptedException {
        pod.behave(FakePod.body(FakePod.metrics(7, 100, 20, 3) + "# much\n".repeat(200_000)));

        assertThat(scrapeInTime(pod.target())).isEmpty();
        assertThat(failures("body")).isOne();
    }

    @Test
    void followsNoRedirect() throws IOException, InterruptedException {
        try (FakePod other = new FakePod("other", FakePod.body(FakePod.metrics(7, 100, 20, 3)))) {
            String location =
                    "http://127.0.0.1:%d/metrics".formatted(other.target().port());
            pod.behave(exchange -> {
                exchange.getResponseHeaders().add("Location", location);
                exchange.sendResponseHeaders(302, -1);
            });

            assertThat(scrapeInTime(pod.target())).isEmpty();
            assertThat(other.scrapes()).isZero();
        }
    }

    @Test
    void countsAPodThatIsGone() throws InterruptedException {
        PodTarget target = pod.target();
        pod.close();

        assertThat(scrapeInTime(target)).isEmpty();
        assertThat(failures("connect")).isOne();
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

    /** What comes of an attempt that does not run out of its second, as any may on a busy machine; the others are not counted. */
    private Optional<PodSample> scrapeInTime(PodTarget target) throws InterruptedException {
        Optional<PodSample> sample = scraper.scrape(target);
        while (failures("timeout") > 0) {
            registry.clear();
            sample = scraper.scrape(target);
        }
        return sample;
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
