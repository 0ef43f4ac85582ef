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
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String uid = about.getMetadata().getUid();
        String same = String.join("|", uid, String.valueOf(part), type, reason, message);
        String name = about.getMetadata().getName() + "." + Integer.toHexString(same.hashCode());
        Event known = recent.get(same);
        Event event = known == null
                ? new EventBuilder()
                        .withNewMetadata()
                        .withName(name)
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
                        .withFirstTimestamp(now)
                        .withLastTimestamp(now)
                        .withCount(1)
                        .build()
                : new EventBuilder(known)
                        .withLastTimestamp(now)
                        .withCount(known.getCount() + 1)
                        .editMetadata()
                        .withResourceVersion(null)
                        .endMetadata()
                        .build();
        try {
            recent.put(
                    same,
                    known == null
                            ? client.resource(event).create()
                            : client.resource(event).update());
        } catch (KubernetesClientException e) {
            recent.remove(same);
            LOG.debug("event {} of {} not written", reason, Key.of(about), e);
        }
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
