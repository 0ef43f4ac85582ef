package dev.mastio.operator.instance;

import dev.mastio.operator.desired.DesiredProxySecret;
import dev.mastio.operator.desired.DesiredSoakKeySecret;
import dev.mastio.operator.desired.DesiredTlsSecret;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.SecretFacts;
import dev.mastio.operator.desired.SecretTexts;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.report.Reason;
import dev.mastio.operator.tls.PkiState;
import dev.mastio.operator.tls.SelfManagedPki;
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

    private final Optional<PkiState> pki;
    private final OwnOrgRoot root;
    private final ProxySecrets secrets;
    private final byte[] soakKey;

    private OwnSecrets(Optional<PkiState> pki, OwnOrgRoot root, ProxySecrets secrets, byte[] soakKey) {
        this.pki = pki;
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
        Optional<PkiState> pki = draft.spec().tls().secretName() != null
                ? Optional.empty()
                : Optional.of(new SelfManagedPki(
                                draft.namespace(),
                                draft.name(),
                                draft.spec().tls().dnsNames())
                        .ensure(
                                around.pki()
                                        .or(() ->
                                                unlabelled.secret(draft.names().tls()))
                                        .map(SecretTexts::of)
                                        .orElseGet(TreeMap::new),
                                now));
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
        return new OwnSecrets(pki, root, secrets, soakKey);
    }

    /** The key that the soak's Secret holds, or a new one to put into it. */
    static byte[] soakKey(Surroundings around, Supplier<Optional<Secret>> unlabelled) {
        return around.soakKey().or(unlabelled).flatMap(OwnSecrets::key).orElseGet(OwnSecrets::newKey);
    }

    /** Empty where the user gives a certificate. */
    Optional<Secret> tls(InstancePlan plan) {
        return pki.map(state -> DesiredTlsSecret.of(plan, state.entries()));
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
        return draft.withSecrets(known).withOwnOrgRoot(root.isMounted());
    }

    /** When the certificate has to be looked at again; the far future if it is the user's. */
    Instant renewAt() {
        return pki.map(PkiState::renewAt).orElse(Instant.MAX);
    }

    Optional<News> news() {
        return pki.flatMap(state -> switch (state.change()) {
            case KEPT, HELD -> Optional.empty();
            case CREATED -> Optional.of(News.normal("PkiCreated", "a CA and a server certificate were made"));
            case SERVER_RENEWED -> Optional.of(News.normal("CertificateRenewed", "the server certificate was renewed"));
            case AUTHORITY_RENEWED ->
                Optional.of(
                        News.normal("AuthorityRenewed", "the CA's certificate was renewed with the same key and name"));
            case REPLACED ->
                Optional.of(News.warning(
                        "PkiReplaced", "the CA could not be read and was made anew: give clients the new ca.crt"));
        });
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
        return Stream.of(unrenewed(), root.claim(plan), unopened(plan))
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

    /** What keeps the certificate from being renewed, if anything does. */
    private Optional<Claim> unrenewed() {
        return pki.filter(state -> state.change() == PkiState.Change.HELD)
                .map(state -> Reason.AuthorityKeyMissing.because(
                        "the CA's key is not in the Secret, so the server certificate can't be renewed: put ca.key back, or"
                                + " delete the Secret to have a new CA made, which clients must be given"));
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
