package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;

/** The Org Root of an instance that was given none. All replicas mount it. */
public final class DesiredOrgRootSecret {

    /**
     * The Secret; with {@code onDelete: Retain} it has no owner, like the store that was made with it.
     *
     * @param entries entry names to PEM texts; none where they are lost, so that there is a Secret to put them back into
     */
    public static Secret of(InstancePlan plan, Map<String, String> entries) {
        return new SecretBuilder()
                .withMetadata(plan.kept(plan.names().orgRoot()))
                .withType("Opaque")
                .withData(SecretTexts.encoded(entries))
                .build();
    }

    private DesiredOrgRootSecret() {}
}
