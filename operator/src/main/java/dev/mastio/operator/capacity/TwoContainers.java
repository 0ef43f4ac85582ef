package dev.mastio.operator.capacity;

import java.util.List;

/**
 * A replica in two containers, as on the sizing page: an application, and an edge before it.
 *
 * @param edgeJvmFlags flags that follow from the edge's limits
 */
public record TwoContainers(ContainerResources application, ContainerResources edge, List<String> edgeJvmFlags) {

    public TwoContainers {
        edgeJvmFlags = List.copyOf(edgeJvmFlags);
    }
}
