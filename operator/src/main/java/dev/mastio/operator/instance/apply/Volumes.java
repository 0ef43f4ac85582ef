package dev.mastio.operator.instance.apply;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;

/** What may be asked of a volume claim that exists already. */
final class Volumes {

    private static final String STORAGE = "storage";

    private Volumes() {}

    /** A claim can grow and nothing else; asked to shrink or to move, the API server would refuse the whole object for ever. */
    static void adopt(PersistentVolumeClaim desired, PersistentVolumeClaim actual) {
        PersistentVolumeClaimSpec asked = desired.getSpec();
        PersistentVolumeClaimSpec present = actual.getSpec();
        // What we never said must stay unsaid, or saying it would be a change; what we said can't be taken back.
        if (asked.getStorageClassName() != null || saidStorageClass(actual)) {
            asked.setStorageClassName(present.getStorageClassName());
        }
        Quantity size = size(present);
        if (size.getNumericalAmount().compareTo(size(asked).getNumericalAmount()) > 0) {
            asked.getResources().setRequests(Map.of(STORAGE, size));
        }
    }

    private static boolean saidStorageClass(PersistentVolumeClaim actual) {
        return actual.getMetadata().getManagedFields().stream()
                .filter(entry -> "Apply".equals(entry.getOperation()))
                .map(entry -> entry.getFieldsV1().getAdditionalProperties().get("f:spec"))
                .anyMatch(spec -> spec instanceof Map<?, ?> fields && fields.containsKey("f:storageClassName"));
    }

    private static Quantity size(PersistentVolumeClaimSpec spec) {
        return Objects.requireNonNull(spec.getResources().getRequests().get(STORAGE), "every claim asks for storage");
    }
}
