package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;

/**
 * Shares of all requests that cost more than the cheapest one: 1 for a cheap request, 2 with a DPoP proof, 4 through the AI
 * gateway, which demands a proof as well.
 */
@ValidationRule(
        value = "self.aiGatewayPercent <= self.dpopPercent",
        message =
                "requests through the AI gateway carry a DPoP proof too: set dpopPercent to at least aiGatewayPercent")
public record WorkloadMix(
        @Default("0") @Min(0) @Max(100) @JsonPropertyDescription("Percent of all requests that carry a DPoP proof.")
        Integer dpopPercent,

        @Default("0")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription("Percent of all requests that go through the AI gateway; at most dpopPercent.")
        Integer aiGatewayPercent) {

    /** Nothing but cheap requests. */
    public static final WorkloadMix CHEAPEST = new WorkloadMix(0, 0);

    public WorkloadMix {
        dpopPercent = Objects.requireNonNullElse(dpopPercent, 0);
        aiGatewayPercent = Objects.requireNonNullElse(aiGatewayPercent, 0);
    }
}
