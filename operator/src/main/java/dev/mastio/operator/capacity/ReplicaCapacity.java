package dev.mastio.operator.capacity;

import dev.mastio.api.MastioInstanceStatus.FloorStatus;
import dev.mastio.api.MastioInstanceStatus.ResolvedClass;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/**
 * One replica on machines of a class. All quantities are canonical.
 *
 * @param className name of the hardware class
 * @param cores logical cores of one machine
 * @param memory memory of one machine
 * @param floor what one replica is held to sustain, and who says so
 * @param jvmFlags flags that follow from the limits
 * @param apart the same replica where application and edge are not one process
 */
public record ReplicaCapacity(
        String className,
        int cores,
        Quantity memory,
        Quantity cpuRequest,
        Quantity memoryRequest,
        Quantity cpuLimit,
        Quantity memoryLimit,
        FloorStatus floor,
        List<String> jvmFlags,
        TwoContainers apart) {

    public ReplicaCapacity {
        jvmFlags = List.copyOf(jvmFlags);
    }

    /** What the one container gets where application and edge are one process. */
    public ContainerResources together() {
        return new ContainerResources(cpuRequest, memoryRequest, cpuLimit, memoryLimit);
    }

    /** Requests per second at which the proxy begins to shed: twice the floor, however dear the requests are. */
    public int sheddingRate() {
        return 2 * floor.requestsPerSecond();
    }

    /** Requests that may come at once before shedding begins. */
    public int sheddingBurst() {
        return 4 * floor.requestsPerSecond();
    }

    /** As it stands in the status of an instance. */
    public ResolvedClass resolvedAt(long generation) {
        return new ResolvedClass(
                className, generation, cores, memory.toString(), cpuLimit.toString(), memoryLimit.toString());
    }
}
