package dev.mastio.operator.instance.report;

import dev.mastio.api.MastioInstance;
import dev.mastio.operator.desired.Checksum;
import dev.mastio.operator.ops.OperatorMetrics;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Kubernetes events about instances. The name of an event follows from what it says, so saying it again raises its count
 * instead of filling the list, also after a restart. An event is news, not state: one that can't be written is only logged.
 *
 * <p>Nobody waits for it: an API server may throttle events and nothing else, and the client then tries again for a minute.
 */
public final class Events implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final String REPORTER = "mastio-operator";
    private static final int LONGEST = 1024;
    private static final int MOST_WAITING = 1000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("events").factory());
    private final KubernetesClient client;
    private final InstantSource clock;
    private final OperatorMetrics metrics;
    private final Duration lastWords;

    public Events(KubernetesClient client, InstantSource clock, OperatorMetrics metrics) {
        this(client, clock, metrics, LAST_WORDS);
    }

    /** @param lastWords how long the end waits for what has been said */
    Events(KubernetesClient client, InstantSource clock, OperatorMetrics metrics, Duration lastWords) {
        this.client = client;
        this.clock = clock;
        this.metrics = metrics;
        this.lastWords = lastWords;
    }

    /** Says it, in its turn and without waiting. */
    public void say(MastioInstance about, News news) {
        LOG.info("{}: {}", news.reason(), news.message());
        metrics.event(news.kind().name(), news.reason());
        Event event = event(about, news);
        try {
            metrics.eventsWaiting(1);
            writer.execute(() -> inTurn(event));
        } catch (RejectedExecutionException tooManyOrTooLate) {
            metrics.eventsWaiting(-1);
            LOG.warn("the event {} was not written: too many wait, or the operator stops", news.reason());
        }
    }

    /** What has been said is written, for two seconds at most. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(lastWords.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "{} events and one under way were not written",
                        writer.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            writer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void inTurn(Event event) {
        try {
            write(event);
        } finally {
            metrics.eventsWaiting(-1);
        }
    }

    private void write(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) again(event);
            else LOG.warn("the event {} was not written: {}", event.getReason(), e.getMessage());
        }
    }

    private void again(Event event) {
        try {
            client.v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .withName(event.getMetadata().getName())
                    .edit(known -> new EventBuilder(known)
                            .withCount(known.getCount() == null ? 2 : known.getCount() + 1)
                            .withMessage(event.getMessage())
                            .withLastTimestamp(event.getLastTimestamp())
                            .build());
        } catch (KubernetesClientException e) {
            LOG.warn("the event {} was not counted: {}", event.getReason(), e.getMessage());
        }
    }

    private Event event(MastioInstance about, News news) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String identity =
                String.join("|", about.getMetadata().getUid(), news.kind().name(), news.reason(), news.key());
        String message = news.message();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(about.getMetadata().getNamespace())
                .withName(about.getMetadata().getName() + "."
                        + Checksum.of(identity).substring(0, 16))
                .endMetadata()
                .withInvolvedObject(reference(about))
                .withType(news.kind().name())
                .withReason(news.reason())
                .withMessage(message.length() > LONGEST ? message.substring(0, LONGEST - 1) + "…" : message)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withReportingComponent(REPORTER)
                .withNewSource(REPORTER, null)
                .build();
    }

    private static ObjectReference reference(MastioInstance about) {
        return new ObjectReferenceBuilder()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(about.getMetadata().getNamespace())
                .withName(about.getMetadata().getName())
                .withUid(about.getMetadata().getUid())
                .withResourceVersion(about.getMetadata().getResourceVersion())
                .build();
    }
}
