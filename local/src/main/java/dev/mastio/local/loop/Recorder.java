package dev.mastio.local.loop;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events, one for each different thing that happens to an object; what happens again raises its count. Events are
 * news, not state: they are written in the background and one that cannot be written is dropped.
 */
public final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final int REMEMBERED = 4096;
    // Beyond this only every tenth is written: a probe that fails every second for an hour is no news any more.
    private static final int ALL_WRITTEN = 10;

    private final KubernetesClient client;
    private final String component;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());
    private final Map<String, Event> recent = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Event> eldest) {
            return size() > REMEMBERED;
        }
    };

    public Recorder(KubernetesClient client, String component) {
        this.client = client;
        this.component = component;
    }

    public void normal(HasMetadata about, String reason, String message) {
        record("Normal", about, null, reason, message);
    }

    public void warning(HasMetadata about, String reason, String message) {
        record("Warning", about, null, reason, message);
    }

    /** Writes an Event about a part of an object, named by its field path as in {@code spec.containers{proxy}}. */
    public void record(String type, HasMetadata about, @Nullable String part, String reason, String message) {
        try {
            writer.execute(() -> write(type, about, part, reason, message));
        } catch (RejectedExecutionException e) {
            LOG.debug("{} of {} came after the end", reason, Key.of(about));
        }
    }

    private void write(String type, HasMetadata about, @Nullable String part, String reason, String message) {
        String same = String.join("|", about.getMetadata().getUid(), String.valueOf(part), type, reason, message);
        Event known = recent.get(same);
        Instant now = Instant.now();
        Event event = known == null ? first(type, about, part, reason, message, now) : again(known, now);
        recent.put(same, event);
        int count = event.getCount();
        if (count > ALL_WRITTEN && count % ALL_WRITTEN != 0) {
            return;
        }
        try {
            Event written = known == null
                    ? client.resource(event).create()
                    : client.resource(event).update();
            recent.put(same, written);
        } catch (KubernetesClientException e) {
            recent.remove(same);
            LOG.debug("event {} of {} not written", reason, Key.of(about), e);
        }
    }

    private Event first(
            String type, HasMetadata about, @Nullable String part, String reason, String message, Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        return new EventBuilder()
                .withNewMetadata()
                .withName(about.getMetadata().getName() + "." + Long.toHexString(nanos))
                .withNamespace(namespace(about))
                .endMetadata()
                .withInvolvedObject(reference(about, part))
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withNewSource()
                .withComponent(component)
                .endSource()
                .withReportingComponent(component)
                .withFirstTimestamp(now.truncatedTo(ChronoUnit.SECONDS).toString())
                .withLastTimestamp(now.truncatedTo(ChronoUnit.SECONDS).toString())
                .withCount(1)
                .build();
    }

    private static Event again(Event known, Instant now) {
        return new EventBuilder(known)
                .withLastTimestamp(now.truncatedTo(ChronoUnit.SECONDS).toString())
                .withCount(known.getCount() + 1)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .build();
    }

    private static String namespace(HasMetadata about) {
        String namespace = about.getMetadata().getNamespace();
        return namespace == null ? "default" : namespace;
    }

    private static ObjectReference reference(HasMetadata about, @Nullable String part) {
        return new ObjectReferenceBuilder()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withName(about.getMetadata().getName())
                .withNamespace(about.getMetadata().getNamespace())
                .withUid(about.getMetadata().getUid())
                .withResourceVersion(about.getMetadata().getResourceVersion())
                .withFieldPath(part)
                .build();
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
