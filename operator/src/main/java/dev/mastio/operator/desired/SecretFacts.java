package dev.mastio.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a plan knows about a Secret: never its content.
 *
 * @param checksum changes with the content
 * @param keys names of its entries
 */
public record SecretFacts(String checksum, Set<String> keys) {

    public SecretFacts {
        keys = Set.copyOf(keys);
    }

    /** Facts of a Secret as it was read from the cluster or built for it. */
    public static SecretFacts of(Secret secret) {
        Map<String, String> data = secret.getData() == null ? Map.of() : new TreeMap<>(secret.getData());
        return new SecretFacts(Checksum.of(data), new TreeSet<>(data.keySet()));
    }
}
