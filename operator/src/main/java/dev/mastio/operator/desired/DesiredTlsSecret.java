package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;

/** The Secret of the self-managed PKI: CA, server certificate, and both keys. Pods see only what they need of it. */
public final class DesiredTlsSecret {

    /**
     * The Secret; with {@code onDelete: Retain} it has no owner, because clients have come to trust its CA.
     *
     * @param entries entry names to PEM texts, as the PKI gives them
     */
    public static Secret of(InstancePlan plan, Map<String, String> entries) {
        return new SecretBuilder()
                .withMetadata(plan.kept(plan.names().tls()))
                .withType("kubernetes.io/tls")
                .withData(SecretTexts.encoded(entries))
                .build();
    }

    private DesiredTlsSecret() {}
}
