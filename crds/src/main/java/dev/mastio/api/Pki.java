package dev.mastio.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The organisation's certification, by which agents are known; not to be confused with the certificate of the data port. */
public record Pki(
        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
                "Secret with the Org Root to use: org-ca.crt and org-ca.key, or org-ca.crt, mastio-ca.crt and mastio-ca.key where the root's key is kept elsewhere, or all four. Absent: the operator makes an Org Root for a new instance, in a Secret of its own.")
        @Nullable
        String secretName) {

    /** An Org Root of the instance's own. */
    public static final Pki OWN = new Pki(null);
}
