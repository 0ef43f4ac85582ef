package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An original Mastio in each pod, of which the proxy is only the edge. */
@ValidationRule(
        value = "self.upstream.matches('^[^\\\\s@]+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}|@sha256:[a-f0-9]{64})$')",
        fieldPath = ".upstream",
        message =
                "edge.upstream names no version of an image: give it with a tag (name:tag) or a digest (name@sha256:...)")
@ValidationRule(
        value = "self.port != 9443 && self.port != 9464",
        fieldPath = ".port",
        message = "edge.port 9443 and 9464 are the proxy's own in the same pod: use another")
public record Edge(
        @Required @Size(min = 1, max = 512) @JsonPropertyDescription("Image of the original with tag or digest.")
        String upstream,

        @Default("9100") @Min(1024) @Max(65_535) @JsonPropertyDescription("Port on which it listens, on 127.0.0.1.")
        Integer port,

        @Size(max = 64)
        @JsonPropertyDescription("Further settings of the original. Names that the operator sets itself are refused.")
        List<PodOverrides.Setting> settings,

        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
                "Secret whose entries are further settings of the original, each under its name. Absent: none.")
        @Nullable
        String secretName) {

    /** What the original listens on unless told otherwise. */
    public static final int PORT = 9100;

    public Edge {
        port = Objects.requireNonNullElse(port, PORT);
        settings = settings == null ? List.of() : List.copyOf(settings);
    }
}
