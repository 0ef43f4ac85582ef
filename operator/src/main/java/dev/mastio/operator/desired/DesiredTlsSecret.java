package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The Secret of the self-managed PKI: CA, server certificate, and both keys. Pods see only what they need of it. */
public final class DesiredTlsSecret {

    /**
     * The Secret; with {@code onDelete: Retain} it has no owner, because clients have come to trust its CA.
     *
     * @param entries entry names to PEM texts, as the PKI gives them
     */
    public static Secret of(InstancePlan plan, Map<String, String> entries) {
        SortedMap<String, String> data = new TreeMap<>();
        entries.forEach((name, pem) ->
                data.put(name, Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8))));
        return new SecretBuilder()
                .withMetadata(plan.kept(plan.names().tls()))
                .withType("kubernetes.io/tls")
                .withData(data)
                .build();
    }

    /** PEM texts by entry name, as a Secret read from the cluster holds them. */
    public static SortedMap<String, String> entries(Secret secret) {
        SortedMap<String, String> entries = new TreeMap<>();
        if (secret.getData() == null) return entries;
        secret.getData()
                .forEach((name, encoded) ->
                        entries.put(name, new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8)));
        return entries;
    }

    private DesiredTlsSecret() {}
}
