package dev.mastio.operator.desired;

import dev.mastio.api.Storage.Sqlite;
import dev.mastio.operator.capacity.CanonicalQuantity;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.Optional;

/** The volume of an SQLite store: state and audit log. */
public final class DesiredVolumeClaim {

    /** Empty on Postgres. With {@code onDelete: Retain} it has no owner, so it outlives the instance and its next namesake adopts it. */
    public static Optional<PersistentVolumeClaim> of(InstancePlan plan) {
        if (!plan.onVolume()) return Optional.empty();
        Sqlite sqlite = plan.spec().storage().sqlite();
        return Optional.of(new PersistentVolumeClaimBuilder()
                .withMetadata(plan.kept(plan.names().data()))
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(sqlite.storageClassName())
                .withNewResources()
                .addToRequests("storage", CanonicalQuantity.of(sqlite.size()))
                .endResources()
                .endSpec()
                .build());
    }

    private DesiredVolumeClaim() {}
}
