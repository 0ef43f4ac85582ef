package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificate of the data port. */
public record Tls(
        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
                "Secret of type kubernetes.io/tls to use. Absent: the operator runs a small CA of its own for this instance.")
        @Nullable
        String secretName,

        @Size(max = 32) @JsonPropertyDescription("Further DNS names for the self-managed certificate.")
        List<@Size(min = 1, max = 253) String> dnsNames) {

    /** A certificate from the instance's own CA, for the names of its Service. */
    public static final Tls SELF_MANAGED = new Tls(null, List.of());

    public Tls {
        dnsNames = dnsNames == null ? List.of() : List.copyOf(dnsNames);
    }
}
