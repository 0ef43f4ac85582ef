package dev.mastio.operator.observe;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one pod for its metrics: one second, one mebibyte, no redirects, no proxy, and never an exception. */
final class MetricsScraper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsScraper.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_AT_ONCE = 128;

    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);
    private final HttpClient http;
    private final MeterRegistry registry;
    private final InstantSource clock;

    MetricsScraper(Executor executor, MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(TIMEOUT)
                .executor(executor)
                .build();
    }

    /** Waits for the answer; empty when there is none that can be used. */
    Optional<PodSample> scrape(PodTarget pod) throws InterruptedException {
        permits.acquire();
        try {
            return ask(pod);
        } finally {
            permits.release();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private Optional<PodSample> ask(PodTarget pod) throws InterruptedException {
        // The time of asking, not of the answer: pods of a round then have nearly the same, whatever their answers
        // take.
        Instant at = clock.instant();
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            URI uri = new URI("http", null, pod.address(), pod.port(), "/metrics", null, null);
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Accept", "text/plain;version=0.0.4")
                    .timeout(TIMEOUT)
                    .build();
            answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        } catch (URISyntaxException | IllegalArgumentException unusable) {
            return failed(pod, "address", unusable);
        }
        try {
            // The request's own time-out ends with the headers; a body that trickles in for ever ends here.
            HttpResponse<byte[]> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                return failed(pod, "status", new IOException("status " + response.statusCode()));
            }
            Optional<PodSample> sample = MetricsText.parse(response.body(), at);
            return sample.isPresent() ? sample : failed(pod, "body", new IOException("no mastio_arrivals_total in it"));
        } catch (TimeoutException late) {
            answer.cancel(true);
            return failed(pod, "timeout", late);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return failed(pod, reason(cause), cause);
        }
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case java.net.http.HttpTimeoutException _ -> "timeout";
            case ConnectException _ -> "connect";
            default -> "body";
        };
    }

    private Optional<PodSample> failed(PodTarget pod, String reason, Throwable cause) {
        // A pod that is not ready may well be silent; that is no failure.
        if (pod.ready()) {
            registry.counter("mastio.operator.scrape.failures", "reason", reason)
                    .increment();
        }
        LOG.debug("no metrics from pod {} at {}:{}: {}", pod.name(), pod.address(), pod.port(), cause.toString());
        return Optional.empty();
    }
}
