package dev.mastio.operator.instance;

import dev.mastio.operator.desired.DesiredProxySecret;
import dev.mastio.operator.desired.DesiredSoakKeySecret;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.SecretFacts;
import dev.mastio.operator.desired.SecretTexts;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.report.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The Secrets that the operator makes for an instance. What they hold is settled before the plan, because the pods' checksum
 * depends on it.
 */
final class OwnSecrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final String KEY = "key";

    private final OwnCa ca;
    private final OwnOrgRoot root;
    private final ProxySecrets secrets;
    private final byte[] soakKey;

    private OwnSecrets(OwnCa ca, OwnOrgRoot root, ProxySecrets secrets, byte[] soakKey) {
        this.ca = ca;
        this.root = root;
        this.secrets = secrets;
        this.soakKey = soakKey;
    }

    /**
     * What they hold already, and what is new or renewed.
     *
     * @param podsRan whether the status says that pods have run with them
     */
    static OwnSecrets of(
            InstancePlan draft,
            Surroundings around,
            Unlabelled unlabelled,
            byte[] soakKey,
            boolean podsRan,
            Instant now) {
        boolean used = podsRan
                || around.deployment().isPresent()
                || around.volumeClaim().isPresent();
        Optional<Secret> found =
                around.secrets().or(() -> unlabelled.secret(draft.names().secrets()));
        OwnOrgRoot root = new OrgRootSearch(draft, around, unlabelled).find(found, used, now);
        // What a user put there counts too, if the proxy takes it.
        ProxySecrets secrets = ProxySecrets.of(
                found.map(SecretTexts::of).orElseGet(TreeMap::new),
                used,
                entry -> DesiredProxySecret.text(entry, newKey()));
        OwnCa ca = new OwnCaSearch(draft, around, unlabelled).find(root, now);
        return new OwnSecrets(ca, root, secrets, soakKey);
    }

    /** The key that the soak's Secret holds, or a new one to put into it. */
    static byte[] soakKey(Surroundings around, Supplier<Optional<Secret>> unlabelled) {
        return around.soakKey().or(unlabelled).flatMap(OwnSecrets::key).orElseGet(OwnSecrets::newKey);
    }

    /** Empty where the user or the organisation vouches for the server. */
    Optional<Secret> tls(InstancePlan plan) {
        return ca.secret(plan);
    }

    /** Empty where the user gives one, or where the store has it. */
    Optional<Secret> orgRoot(InstancePlan plan) {
        return root.secret(plan);
    }

    Secret proxy(InstancePlan plan) {
        return DesiredProxySecret.of(plan, secrets.texts());
    }

    Secret soak(InstancePlan plan) {
        return DesiredSoakKeySecret.of(plan, soakKey);
    }

    /** The plan with these Secrets in it. */
    InstancePlan completing(InstancePlan draft) {
        Map<String, SecretFacts> known = new HashMap<>(draft.secrets());
        Stream.concat(tls(draft).stream(), orgRoot(draft).stream())
                .forEach(secret -> known.put(secret.getMetadata().getName(), SecretFacts.of(secret)));
        known.put(draft.names().secrets(), SecretFacts.of(proxy(draft)));
        known.put(draft.names().soak(), SecretFacts.of(soak(draft)));
        return draft.withSecrets(known).withOwnOrgRoot(root.isMounted()).withOwnCa(ca.isKept());
    }

    /** When the certificate has to be looked at again. */
    Instant renewAt() {
        return ca.renewAt();
    }

    Optional<News> news() {
        return ca.news();
    }

    Optional<News> orgRootNews(InstancePlan plan) {
        return root.news(plan);
    }

    /** Whether pods that start now would wait for something that is lost; those that run are left alone then. */
    boolean podsWouldWait() {
        return secrets.keyMissing() || root.isMissing();
    }

    /** What is lost and must not be made anew. Of two reasons why pods would wait, the later is said. */
    List<Claim> claims(InstancePlan plan) {
        return Stream.of(ca.claim(), root.claim(plan), unopened(plan))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Claim> unopened(InstancePlan plan) {
        if (!secrets.keyMissing()) return Optional.empty();
        return Optional.of(
                Reason.DatabaseKeyMissing.because("the Secret " + plan.names().secrets() + " has no "
                        + DesiredProxySecret.STORE_KEY
                        + " of 32 characters or more, and nothing else opens the private keys in the"
                        + " store: put it back (a pod that still runs has it in /etc/mastio/secrets); for an empty store put in a new"
                        + " one. Until then pods are not replaced"));
    }

    private static Optional<byte[]> key(Secret secret) {
        String encoded = secret.getData() == null ? null : secret.getData().get(KEY);
        if (encoded == null) return Optional.empty();
        byte[] key = Base64.getDecoder().decode(encoded);
        return key.length < KEY_BYTES ? Optional.empty() : Optional.of(key);
    }

    private static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }
}
