package dev.mastio.operator.instance;

import dev.mastio.api.Api;
import dev.mastio.api.MastioInstance;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.List;
import java.util.Objects;

/** Which changes of an instance wake the reconciler: its spec and the annotations that users steer by, not our own status. */
public final class Relevant implements OnUpdateFilter<MastioInstance> {

    private static final List<String> STEERING = List.of(Api.PAUSE, Api.RUN_SOAK);

    @Override
    public boolean accept(MastioInstance now, MastioInstance before) {
        // After watches were cut, one that was deleted and made again may be told of as one that has changed.
        return !now.getMetadata().getUid().equals(before.getMetadata().getUid())
                || !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || STEERING.stream().anyMatch(name -> !annotation(now, name).equals(annotation(before, name)));
    }

    private static String annotation(MastioInstance instance, String name) {
        return instance.getMetadata().getAnnotations().getOrDefault(name, "");
    }
}
