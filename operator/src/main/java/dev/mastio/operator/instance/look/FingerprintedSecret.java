package dev.mastio.operator.instance.look;

import dev.mastio.operator.desired.Checksum;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Users' Secrets are watched to know that they exist and when they change. What they say is none of the operator's business. */
final class FingerprintedSecret {

    private FingerprintedSecret() {}

    /** The same Secret with a digest in place of each value: this is all that the cache holds. */
    static Secret of(Secret secret) {
        Map<String, String> digests = new TreeMap<>();
        if (secret.getData() != null)
            secret.getData().forEach((key, value) -> digests.put(key, Checksum.of(value == null ? "" : value)));
        return new SecretBuilder()
                .withNewMetadata()
                .withName(secret.getMetadata().getName())
                .withNamespace(secret.getMetadata().getNamespace())
                .withUid(secret.getMetadata().getUid())
                .withResourceVersion(secret.getMetadata().getResourceVersion())
                .endMetadata()
                .withData(digests)
                .build();
    }
}
