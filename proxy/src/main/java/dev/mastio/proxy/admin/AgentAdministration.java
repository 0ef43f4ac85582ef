package dev.mastio.proxy.admin;

import dev.mastio.proxy.enrolment.AgentName;
import dev.mastio.proxy.pki.AgentKeys;
import dev.mastio.proxy.pki.Authority;
import dev.mastio.proxy.pki.BroughtIdentity;
import dev.mastio.proxy.pki.MintedIdentity;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.registry.Admission;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Refusal;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How administrators let agents in without an application: with an identity made here, or one brought from elsewhere. */
public final class AgentAdministration {

    /** Whom audit rows name where the admin secret was shown: it is nobody's in particular. */
    static final String BY = "admin-secret";

    private final Store store;
    private final Pki pki;
    private final Agents agents;
    private final AgentKeys keys;
    private final InstantSource clock;

    public AgentAdministration(Store store, Pki pki, Agents agents, AgentKeys keys, InstantSource clock) {
        this.store = store;
        this.pki = pki;
        this.agents = agents;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Who is to be let in.
     *
     * @param proofKey RFC 7638 thumbprint
     */
    record Newcomer(
            AgentName name,
            String displayName,
            List<String> capabilities,
            boolean federated,
            Optional<String> proofKey) {}

    /** An agent that was let in, with what it was given. */
    record Welcomed(String agentId, String certificatePem, Optional<String> privateKeyPem) {}

    /** Makes key and certificate, gives both away and keeps no copy of the key. */
    Welcomed mint(Newcomer newcomer) throws Refusal, SQLException {
        Authority authority = pki.required();
        MintedIdentity minted = MintedIdentity.of(authority, newcomer.name().text(), clock.instant());
        String id = newcomer.name().id(authority.org());
        add(admission(
                newcomer,
                id,
                minted.chainPem(),
                "admin",
                Optional.of(authority.spiffeId(newcomer.name().text()))));
        return new Welcomed(id, minted.chainPem(), Optional.of(minted.keyPem()));
    }

    /** Takes a certificate of this organisation's with its key, of which it keeps no copy. */
    Welcomed register(Newcomer newcomer, BroughtIdentity brought) throws Refusal, SQLException {
        Authority authority = pki.required();
        String id = newcomer.name().id(authority.org());
        if (!brought.leadsTo(authority.anchors(clock.instant()), clock.instant())) {
            throw new Refusal(400, "certificate is not signed by the Org CA");
        }
        requireSame(brought, newcomer.name(), authority);
        add(admission(newcomer, id, brought.chainPem(), "admin", brought.spiffeId()));
        return new Welcomed(id, brought.chainPem(), Optional.empty());
    }

    /** Takes a certificate that the Org Root itself signed, and keeps its key to sign with. */
    Welcomed bring(Newcomer newcomer, BroughtIdentity brought) throws Refusal, SQLException {
        Authority authority = pki.required();
        String id = newcomer.name().id(authority.org());
        if (!brought.isSignedBy(List.of(authority.root()))) {
            throw new Refusal(400, "certificate is not signed by the Org CA");
        }
        if (!brought.isValid(clock.instant())) {
            throw new Refusal(400, "certificate is outside its validity window");
        }
        requireSame(brought, newcomer.name(), authority);
        addWithKey(admission(newcomer, id, brought.chainPem(), "byoca", brought.spiffeId()), brought);
        return new Welcomed(id, brought.chainPem(), Optional.empty());
    }

    /** Takes an SVID of a SPIFFE provider that is trusted, and keeps its key to sign with. */
    Welcomed bringSvid(Newcomer newcomer, BroughtIdentity svid, List<X509Certificate> bundle)
            throws Refusal, SQLException {
        String id = newcomer.name().id(pki.required().org());
        String spiffeId = svid.spiffeId().orElseThrow(() -> new Refusal(400, "SVID has no SPIFFE id"));
        if (!svid.leadsTo(bundle, clock.instant())) {
            throw new Refusal(400, "SVID is not signed by the trust bundle");
        }
        addWithKey(admission(newcomer, id, svid.chainPem(), "spiffe", Optional.of(spiffeId)), svid);
        return new Welcomed(id, svid.chainPem(), Optional.empty());
    }

    /** A certificate that says it is somebody else's could never be used, or only by that somebody. */
    private static void requireSame(BroughtIdentity brought, AgentName name, Authority authority) throws Refusal {
        List<String> uris = List.of(authority.spiffeId(name.text()), authority.spiffeId("agent/" + name.text()));
        boolean otherUri = brought.spiffeId().isPresent()
                && !uris.contains(brought.spiffeId().get());
        boolean otherName =
                brought.commonName().contains("::") && !brought.commonName().equals(name.id(authority.org()));
        if (otherUri || otherName) {
            throw new Refusal(400, "certificate names another agent than " + name.id(authority.org()));
        }
    }

    private void add(Admission admission) throws Refusal, SQLException {
        if (!agents.add(admission)) {
            throw new Refusal(409, "agent '" + admission.id() + "' already registered");
        }
    }

    private void addWithKey(Admission admission, BroughtIdentity brought) throws Refusal, SQLException {
        boolean added = store.write(connection -> {
            if (!agents.addWithin(connection, admission)) {
                return false;
            }
            keys.put(connection, admission.id(), brought.key());
            return true;
        });
        if (!added) {
            throw new Refusal(409, "agent " + admission.id() + " already enrolled");
        }
    }

    private static Admission admission(
            Newcomer newcomer, String id, String certificatePem, String method, Optional<String> spiffeId) {
        return new Admission(
                id,
                newcomer.displayName(),
                newcomer.capabilities(),
                certificatePem,
                newcomer.proofKey(),
                method,
                spiffeId,
                newcomer.federated(),
                "agent",
                Optional.empty(),
                BY);
    }
}
