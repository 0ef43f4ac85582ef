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
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Kubernetes events about instances. The name of an event follows from what it says, so saying it again raises its count
 * instead of filling the list, also after a restart. An event is news, not state: one that can't be written is only logged.
 */
public final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final String REPORTER = "mastio-operator";
    private static final int LONGEST = 1024;

    private final KubernetesClient client;
    private final InstantSource clock;
    private final OperatorMetrics metrics;

    public Events(KubernetesClient client, InstantSource clock, OperatorMetrics metrics) {
        this.client = client;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Says it. */
    public void say(MastioInstance about, News news) {
        LOG.info("{}: {}", news.reason(), news.message());
        metrics.event(news.kind().name(), news.reason());
        Event event = event(about, news);
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) again(event);
            else LOG.warn("the event {} was not written: {}", news.reason(), e.getMessage());
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
