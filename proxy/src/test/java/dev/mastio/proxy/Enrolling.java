package dev.mastio.proxy;

import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.auth.TestAgent;
import dev.mastio.proxy.auth.TestKeys;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.pki.AtRest;
import dev.mastio.proxy.pki.Organisation;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.Rotation;
import dev.mastio.proxy.pki.TestIssuer;
import dev.mastio.proxy.pki.TwinSignature;
import dev.mastio.proxy.registry.Admission;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.store.Store;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Enrols agents in the store of running proxies, as one more replica could. */
final class Enrolling {

    private static final Journal NOWHERE = (connection, note) -> {};

    private final Store store;
    private final Pki pki;
    private final Agents agents;
    private final InstantSource clock = InstantSource.system();

    Enrolling(Store store) {
        this.store = store;
        pki = new Pki(
                store,
                new Organisation(Optional.empty(), "cullis.local", Optional.empty()),
                AtRest.under(Optional.empty()),
                NOWHERE,
                clock);
        agents = new Agents(store, NOWHERE, Duration.ofDays(2), clock);
        await().ignoreExceptions().until(() -> {
            pki.load();
            return pki.authority().isPresent();
        });
    }

    /** Enrols it, with the key of its proofs. */
    TestAgent agent(String name, String... capabilities) throws Exception {
        TestAgent agent = certified(name);
        agents.add(admission(agent, name, capabilities));
        return agent;
    }

    /** Gives one that is enrolled another certificate, and another key for its proofs; what it had is good for its grace. */
    TestAgent renew(String name) throws Exception {
        TestAgent renewed = certified(name);
        return store.write(connection -> {
            agents.admit(connection, admission(renewed, name));
            return renewed;
        });
    }

    private TestAgent certified(String name) throws Exception {
        KeyPair pair = TestKeys.ec();
        List<X509Certificate> chain = pki.required().certifyAgent(name, pair.getPublic(), clock.instant());
        return new TestAgent(pki.required().org() + "::" + name, pair, chain, TestKeys.ec());
    }

    private static Admission admission(TestAgent agent, String name, String... capabilities) {
        return new Admission(
                agent.id(),
                name,
                List.of(capabilities),
                agent.pem(),
                Optional.of(TestKeys.thumbprint(agent.proofPair())),
                "admin",
                Optional.empty(),
                false,
                "agent",
                Optional.empty(),
                "test");
    }

    /** Not enrolled yet, with a certificate by the Org Root itself, as those have who bring their own. */
    TestAgent certifiedByTheRoot(String name) throws Exception {
        return certifiedByTheRoot(name, TestKeys.ec());
    }

    /** The same with that key. */
    TestAgent certifiedByTheRoot(String name, KeyPair pair) throws Exception {
        String org = pki.required().org();
        String id = org + "::" + name;
        return new TestAgent(
                id,
                pair,
                List.of(TestIssuer.rootOf(pki)
                        .agent(id, "spiffe://cullis.local/" + org + "/" + name, pair.getPublic())),
                TestKeys.ec());
    }

    /** The same agent, whose Intermediate's certificate has the other signature that holds as well. */
    TestAgent underTheOtherSignature(TestAgent agent) throws Exception {
        X509Certificate twin = TwinSignature.of(
                agent.chain().getLast(), (ECPublicKey) pki.required().root().getPublicKey());
        return new TestAgent(agent.id(), agent.pair(), List.of(agent.chain().getFirst(), twin), agent.proofPair());
    }

    /** Replaces the Intermediate, without a grace. */
    void withdrawIntermediate() throws Exception {
        new Rotation(pki, store, AtRest.under(Optional.empty()), NOWHERE, clock)
                .rotateIntermediate(Duration.ZERO, "test");
    }

    /** The thumbprint of the key that must sign its proofs. */
    String proofKey(String id) throws Exception {
        return agents.find(id).flatMap(Agent::proofKey).orElseThrow();
    }

    void deactivate(TestAgent agent) throws Exception {
        agents.deactivate(agent.id(), "test", "test");
    }
}
