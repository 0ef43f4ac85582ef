package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/** What a class of machines offers. Limits and floor follow from cores and memory unless they are declared here. */
public record HardwareClassSpec(
        @JsonPropertyDescription("What these machines are, for people.") @Size(max = 512) @Nullable
        String description,

        @Required @Min(1) @Max(1024) @JsonPropertyDescription("Logical cores of one machine.")
        int cores,

        @Required @JsonPropertyDescription("Memory of one machine, for example 8Gi.")
        Quantity memory,

        @JsonPropertyDescription(
                "What one replica sustains on such a machine. Absent: 1500 requests per second at 8 cores or more, 1500 x cores / 8 below.")
        @Nullable
        Floor floor,

        @JsonPropertyDescription("Requests and limits of a replica, instead of the computed ones.") @Nullable
        ReplicaResources resources) {

    /** Requests per second that one replica sustains with p95 below 250 ms and errors below 1 %, and who says so. */
    public record Floor(
            @Required
            @Min(1)
            @Max(1_000_000)
            @JsonPropertyDescription("Requests per second of one replica on the cheapest path.")
            int requestsPerSecond,

            @Required @JsonPropertyDescription("Measured: somebody measured it. Declared: somebody says so.")
            FloorSource source,

            @Size(max = 1024) @JsonPropertyDescription("Machine, versions and date of the measurement.") @Nullable
            String measuredWith,

            @Size(max = 128)
            @JsonPropertyDescription(
                    "Version of the proxy that was measured. Absent: this proxy was not measured, the number is another program's.")
            @Nullable
            String proxyVersion) {}

    /** How a floor came about, as it stands in a class. */
    public enum FloorSource {
        Measured,
        Declared
    }

    /** Absent members are computed from cores and memory. */
    public record ReplicaResources(
            @JsonPropertyDescription("CPU that a replica asks for.") @Nullable
            Quantity cpuRequest,

            @JsonPropertyDescription("Memory that a replica asks for.") @Nullable
            Quantity memoryRequest,

            @JsonPropertyDescription("CPU that a replica may use at most.") @Nullable
            Quantity cpuLimit,

            @JsonPropertyDescription("Memory that a replica may use at most.") @Nullable
            Quantity memoryLimit) {}
}
