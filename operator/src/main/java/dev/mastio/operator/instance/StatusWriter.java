package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.operator.instance.report.Events;
import dev.mastio.operator.instance.report.Transitions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;

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
        // A fresh object: applying the one that was read would claim the user's spec as ours. And into the cache,
        // because the
        // next pass may begin before the watch brings this change, and the status is the autoscaler's memory.
        PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(instance, fresh(instance, status), context);
    }

    private static MastioInstance fresh(MastioInstance instance, MastioInstanceStatus status) {
        MastioInstance fresh = new MastioInstance();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(instance.getMetadata().getName())
                .withNamespace(instance.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }
}
