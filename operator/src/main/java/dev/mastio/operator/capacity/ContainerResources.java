package dev.mastio.operator.capacity;

import io.fabric8.kubernetes.api.model.Quantity;

/** What one container may have and use. All quantities are canonical. */
public record ContainerResources(
        Quantity cpuRequest, Quantity memoryRequest, Quantity cpuLimit, Quantity memoryLimit) {}
