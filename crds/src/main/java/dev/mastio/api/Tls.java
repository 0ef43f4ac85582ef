package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificate of the data port. */
public record Tls(
        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
                "Secret of type kubernetes.io/tls to use. Absent: the organisation issues the certificate, so that clients trust it by org-ca.crt; with edge, and for an instance that has one already in the Secret INSTANCE-tls, a small CA of its own does.")
        @Nullable
        String secretName,

        @Size(max = 32) @JsonPropertyDescription("Further DNS names for a certificate that is not given.")
        List<@Size(min = 1, max = 253) String> dnsNames) {

    /** A certificate that is not given, for the names of the Service. */
    public static final Tls SELF_MANAGED = new Tls(null, List.of());

    public Tls {
        dnsNames = dnsNames == null ? List.of() : List.copyOf(dnsNames);
    }
}
