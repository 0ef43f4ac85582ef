package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.Map;

/** The key by which proxies tell soak traffic from clients' traffic. */
public final class DesiredSoakKeySecret {

    /**
     * The Secret around a key; whoever makes the key keeps it for the life of the instance.
     *
     * @param key random bytes, 32 or more
     */
    public static Secret of(InstancePlan plan, byte[] key) {
        return new SecretBuilder()
                .withMetadata(plan.owned(plan.names().soak(), Labels.Component.SOAK))
                .withType("Opaque")
                .withData(Map.of(MountedSecrets.SOAK_KEY, Base64.getEncoder().encodeToString(key)))
                .build();
    }

    private DesiredSoakKeySecret() {}
}
