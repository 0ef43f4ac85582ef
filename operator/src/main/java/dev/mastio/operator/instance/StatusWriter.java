package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.operator.instance.look.GoneException;
import dev.mastio.operator.instance.report.Events;
import dev.mastio.operator.instance.report.Transitions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.net.HttpURLConnection;
import java.util.NoSuchElementException;

/** Writes a status when it says something new, and the events that go with the difference. */
final class StatusWriter {

    private final Events events;

    StatusWriter(Events events) {
        this.events = events;
    }

    void write(MastioInstance instance, MastioInstanceStatus status, Context<MastioInstance> context) {
        MastioInstanceStatus before = StatusReport.before(instance);
        if (status.equals(instance.getStatus())) return;
        // Events first: when the status can't be written, the next pass says them again and only their count is wrong.
        Transitions.between(before.conditions(), status.conditions()).forEach(news -> events.say(instance, news));
        try {
            // Into the cache: the next pass may begin before the watch brings this change, and the status is the
            // autoscaler's memory.
            PrimaryUpdateAndCacheUtils.updateAndCacheResource(
                    instance, context, newest -> report(instance, newest, status), report -> apply(report, context));
        } catch (NoSuchElementException notInTheCache) {
            throw new GoneException(instance);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) throw new GoneException(instance);
            throw e;
        }
    }

    /**
     * Only the status: applying the object that was read would claim the user's spec as ours.
     *
     * @param newest what the cache holds of that name, once the API server has refused a report on what was read: it may be another instance
     *     by now, of which a status of this one would tell, among other things, that it has been used
     */
    private static MastioInstance report(MastioInstance instance, MastioInstance newest, MastioInstanceStatus status) {
        GoneException.throwUnless(instance, newest);
        MastioInstance report = new MastioInstance();
        report.setMetadata(new ObjectMetaBuilder()
                .withName(instance.getMetadata().getName())
                .withNamespace(instance.getMetadata().getNamespace())
                .build());
        report.setStatus(status);
        return report;
    }

    private static MastioInstance apply(MastioInstance report, Context<MastioInstance> context) {
        return context.getClient()
                .resource(report)
                .subresource("status")
                .patch(new PatchContext.Builder()
                        .withForce(true)
                        .withFieldManager(context.getControllerConfiguration().fieldManager())
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .build());
    }
}
