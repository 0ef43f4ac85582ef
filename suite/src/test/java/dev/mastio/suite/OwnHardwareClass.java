package dev.mastio.suite;

import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.HardwareClassSpec.Floor;
import dev.mastio.api.HardwareClassSpec.FloorSource;
import dev.mastio.api.HardwareClassSpec.ReplicaResources;
import dev.mastio.api.MastioHardwareClass;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;

/** A class of this test, with a floor that the load fits. */
record OwnHardwareClass(TestNamespace namespace, String name) implements AutoCloseable {

    static OwnHardwareClass create(TestNamespace namespace, int floor) {
        MastioHardwareClass resource = new MastioHardwareClass();
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(namespace.name())
                .withLabels(namespace.cluster().operators().labels())
                .build());
        resource.setSpec(new HardwareClassSpec(
                "of a test",
                2,
                new Quantity("2Gi"),
                new Floor(floor, FloorSource.Declared, null, null),
                new ReplicaResources(
                        new Quantity("50m"), new Quantity("96Mi"), new Quantity("1"), new Quantity("320Mi"))));
        namespace.client().resource(resource).create();
        return new OwnHardwareClass(namespace, namespace.name());
    }

    @Override
    public void close() {
        namespace.client().resources(MastioHardwareClass.class).withName(name).delete();
    }
}
