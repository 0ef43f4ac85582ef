package dev.mastio.proxy.auth;

import dev.mastio.proxy.auth.certificate.TrustedRoot;
import dev.mastio.proxy.auth.token.SigningKey;
import dev.mastio.proxy.auth.token.TokenKeys;
import dev.mastio.proxy.registry.Agent;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** An organisation with its certification, its token key and its agents: what other rooms provide. */
public final class TestOrganisation implements TokenKeys, TrustedRoot {

    public static final String KID = "mastio-c66898db18471f8b";

    public final TestCertificates.Issuer root;
    public final TestCertificates.Issuer intermediate;
    public final KeyPair tokenPair = TestKeys.ec();
    public final Map<String, Agent> agents = new ConcurrentHashMap<>();
    public final Set<X509Certificate> withdrawn = new HashSet<>();
    private final Instant now;
    private final SigningKey signingKey;
    private boolean tokenKeyGone;
    private Optional<Instant> tokenKeyReplaced = Optional.empty();

    public TestOrganisation(Instant now) {
        this(TestCertificates.root(now), now);
    }

    public TestOrganisation(TestCertificates.Issuer root, Instant now) {
        this(root, TestCertificates.intermediate(root, now), now);
    }

    public TestOrganisation(TestCertificates.Issuer root, TestCertificates.Issuer intermediate, Instant now) {
        this.now = now;
        this.root = root;
        this.intermediate = intermediate;
        try {
            signingKey = SigningKey.of(KID, tokenPair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Enrols one, under the Intermediate. */
    public TestAgent enrol(String name, String... capabilities) {
        return register(certify(name, TestKeys.ec()), capabilities);
    }

    /** One with certificates of ours that nobody has registered. */
    public TestAgent certify(String name, KeyPair pair) {
        X509Certificate leaf = TestCertificates.leaf(
                intermediate,
                TestCertificates.Wanted.of(
                        "CN=acme::" + name + ",O=acme", "spiffe://cullis.local/acme/" + name, pair, now));
        return new TestAgent("acme::" + name, pair, List.of(leaf, intermediate.certificate()), TestKeys.ec());
    }

    public TestAgent register(TestAgent agent, String... capabilities) {
        agents.put(
                agent.id(),
                new Agent(
                        agent.id(),
                        agent.id(),
                        List.of(capabilities),
                        Optional.of(agent.pem()),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        "agent",
                        "both",
                        now));
        return agent;
    }

    public void change(TestAgent agent, UnaryOperator<Agent> change) {
        agents.computeIfPresent(agent.id(), (id, known) -> change.apply(known));
    }

    public static Agent deactivated(Agent agent) {
        return new Agent(
                agent.id(),
                agent.displayName(),
                agent.capabilities(),
                agent.certificatePem(),
                false,
                agent.proofKey(),
                agent.previous(),
                agent.principalType(),
                agent.reach(),
                agent.createdAt());
    }

    public static Agent with(
            Agent agent, Optional<String> certificate, Optional<String> proofKey, Optional<Agent.Grace> previous) {
        return new Agent(
                agent.id(),
                agent.displayName(),
                agent.capabilities(),
                certificate,
                agent.active(),
                proofKey,
                previous,
                agent.principalType(),
                agent.reach(),
                agent.createdAt());
    }

    /** Another one whenever an agent is. */
    public String mark() {
        return agents.toString();
    }

    public void forgetTokenKey() {
        tokenKeyGone = true;
    }

    /** Another one took its place then, but it is still known. */
    public void replaceTokenKey(Instant when) {
        tokenKeyReplaced = Optional.of(when);
    }

    @Override
    public Optional<SigningKey> current() {
        return tokenKeyGone ? Optional.empty() : Optional.of(signingKey);
    }

    @Override
    public Optional<Known> verifying(String id) {
        return !tokenKeyGone && id.equals(KID)
                ? Optional.of(new Known(tokenPair.getPublic(), tokenKeyReplaced))
                : Optional.empty();
    }

    @Override
    public Optional<X509Certificate> certificate() {
        return Optional.of(root.certificate());
    }

    @Override
    public boolean isWithdrawn(X509Certificate certificate) {
        return withdrawn.contains(certificate);
    }
}
