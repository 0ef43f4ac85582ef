package dev.mastio.operator.ops;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when the API server gives no answers, and when it does again. Nobody else would: the client library asks again by itself. */
public final class ApiSilence implements Interceptor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiSilence.class);

    /** Longer than a slow answer, and shorter than what costs a leader its Lease. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(5);

    private static final int SERVER_ERROR = 500;

    private final InstantSource clock;
    private final Consumer<String> warn;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("api-silence").daemon().factory());

    /** When the first of the requests was sent that have had no answer yet. */
    private @Nullable Instant since;

    private boolean told;

    /** Looks each second until it is closed. */
    public static ApiSilence watched(InstantSource clock) {
        ApiSilence silence = new ApiSilence(clock, LOG::warn);
        // Its future has nothing to say: looking never throws.
        Future<?> _ = silence.looks.scheduleWithFixedDelay(silence::look, 1, 1, TimeUnit.SECONDS);
        return silence;
    }

    /** @param warn takes what is to be told */
    ApiSilence(InstantSource clock, Consumer<String> warn) {
        this.clock = clock;
        this.warn = warn;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        asked();
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        answered(response.code());
    }

    synchronized void asked() {
        if (since == null) since = clock.instant();
    }

    /** An error of the server's own is no answer: that is what one gives that has lost its etcd. */
    synchronized void answered(int code) {
        if (since == null || code >= SERVER_ERROR) return;
        if (told) warn.accept("the API server answers again, after %d s".formatted(seconds(since)));
        since = null;
        told = false;
    }

    synchronized void look() {
        if (told || since == null || seconds(since) < WORTH_TELLING.toSeconds()) return;
        told = true;
        warn.accept("no answer from the API server for %d s: nothing is changed until it is back"
                .formatted(seconds(since)));
    }

    private long seconds(Instant from) {
        return Duration.between(from, clock.instant()).toSeconds();
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
