package dev.mastio.operator.instance.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class VolumesTest {

    @Test
    void aClaimNeverShrinks() {
        PersistentVolumeClaim desired = claim("1Gi", "storageClassName: null");

        Volumes.adopt(desired, claim("2Gi", "storageClassName: standard"));

        assertThat(desired.getSpec().getResources().getRequests()).containsEntry("storage", new Quantity("2Gi"));
    }

    @Test
    void aClaimGrows() {
        PersistentVolumeClaim desired = claim("4Gi", "storageClassName: null");

        Volumes.adopt(desired, claim("2Gi", "storageClassName: standard"));

        assertThat(desired.getSpec().getResources().getRequests()).containsEntry("storage", new Quantity("4Gi"));
    }

    @Test
    void whatTheClusterChoseStaysUnsaid() {
        PersistentVolumeClaim desired = claim("1Gi", "storageClassName: null");

        Volumes.adopt(desired, claim("1Gi", "storageClassName: standard"));

        assertThat(desired.getSpec().getStorageClassName()).isNull();
    }

    @Test
    void aClaimStaysWhereItIs() {
        PersistentVolumeClaim desired = claim("1Gi", "storageClassName: fast");

        Volumes.adopt(desired, claim("1Gi", "storageClassName: standard"));

        assertThat(desired.getSpec().getStorageClassName()).isEqualTo("standard");
    }

    @Test
    void aStorageClassThatWeOnceSaidIsSaidForEver() {
        PersistentVolumeClaim desired = claim("1Gi", "storageClassName: null");
        PersistentVolumeClaim actual = Serialization.unmarshal("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: demo-data
                  managedFields:
                  - {manager: mastio-operator, operation: Apply, fieldsV1: {"f:spec": {"f:storageClassName": {}}}}
                spec:
                  storageClassName: fast
                  resources: {requests: {storage: 1Gi}}
                """, PersistentVolumeClaim.class);

        Volumes.adopt(desired, actual);

        assertThat(desired.getSpec().getStorageClassName()).isEqualTo("fast");
    }

    private static PersistentVolumeClaim claim(String size, String storageClass) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: demo-data}
                spec:
                  %s
                  resources: {requests: {storage: %s}}
                """.formatted(storageClass, size), PersistentVolumeClaim.class);
    }
}
