package dev.mastio.operator.observe;

import dev.mastio.api.MastioInstance;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;

/** Keeps something by an instance's name, and has to drop it when that instance is gone. */
public interface DepartureAware extends ResourceEventAware<MastioInstance> {

    /** After watches were cut, a deletion and a new instance of that name come as one change. */
    @Override
    default void onResourceUpdated(MastioInstance newer, MastioInstance older) {
        if (!newer.getMetadata().getUid().equals(older.getMetadata().getUid())) onResourceDeleted(older);
    }
}
