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

    /**
     * Facts of a Secret that a user gives. They are written where people read who may not read Secrets, and a password may be
     * short enough to be tried.
     *
     * @param key of the instance; secret
     */
    public static SecretFacts sealed(Secret secret, byte[] key) {
        SecretFacts plain = of(secret);
        return new SecretFacts(Checksum.sealed(plain.checksum(), key), plain.keys());
    }

    /** Facts of a Secret that the operator makes: random, so that nobody can try values. */
    public static SecretFacts of(Secret secret) {
        Map<String, String> data = secret.getData() == null ? Map.of() : new TreeMap<>(secret.getData());
        return new SecretFacts(Checksum.of(data), new TreeSet<>(data.keySet()));
    }
}
