package dev.mastio.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mastio.proxy.admin.AdminPassword;
import dev.mastio.proxy.admin.AdminSecret;
import dev.mastio.proxy.admin.AgentAdministration;
import dev.mastio.proxy.admin.AgentRoutes;
import dev.mastio.proxy.admin.ApiTokenRoutes;
import dev.mastio.proxy.admin.ApprovalRoutes;
import dev.mastio.proxy.admin.BroughtAgentRoutes;
import dev.mastio.proxy.admin.DashboardRoutes;
import dev.mastio.proxy.admin.DashboardSessions;
import dev.mastio.proxy.admin.LockOut;
import dev.mastio.proxy.admin.MastioCaRoutes;
import dev.mastio.proxy.admin.PrincipalRoutes;
import dev.mastio.proxy.admin.SessionKey;
import dev.mastio.proxy.auth.principal.Caller;
import dev.mastio.proxy.config.RawKey;
import dev.mastio.proxy.config.Secret;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.enrolment.Approval;
import dev.mastio.proxy.enrolment.AttestationNonces;
import dev.mastio.proxy.enrolment.Certification;
import dev.mastio.proxy.enrolment.CertificationRoutes;
import dev.mastio.proxy.enrolment.Enrolment;
import dev.mastio.proxy.enrolment.EnrolmentRoutes;
import dev.mastio.proxy.enrolment.Requester;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.pki.AgentKeys;
import dev.mastio.proxy.pki.AtRest;
import dev.mastio.proxy.pki.Organisation;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.PkiRoutes;
import dev.mastio.proxy.pki.Rotation;
import dev.mastio.proxy.pki.SharedKey;
import dev.mastio.proxy.registry.Agent;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.registry.apitoken.ApiTokens;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Route;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is who here: certification, registry, enrolment and their administration, put together for the gateway and for the command line. */
final class Identity {

    private final Settings settings;
    private final Store store;
    private final InstantSource clock;
    private final Organisation organisation;
    private final AtRest atRest;
    private final Pki pki;
    private final Rotation rotation;
    private final Agents agents;
    private final Principals principals;
    private final ApiTokens apiTokens;
    private final AgentKeys agentKeys;
    private final Approval approval;
    private final AdminPassword password;

    Identity(Settings settings, Store store, Journal journal, InstantSource clock) {
        this.settings = settings;
        this.store = store;
        this.clock = clock;
        Settings.Organisation given = settings.organisation();
        organisation = new Organisation(given.id(), given.trustDomain(), given.certification());
        atRest = atRest(settings.secrets().databaseEncryptionKey());
        pki = new Pki(store, organisation, atRest, journal, clock);
        rotation = new Rotation(pki, store, atRest, journal, clock);
        agents = new Agents(store, journal, given.certificateGrace(), clock);
        principals = new Principals(store, journal, clock);
        apiTokens = new ApiTokens(store, journal, clock);
        agentKeys = new AgentKeys(store, atRest, clock);
        approval = new Approval(store, pki, agents, journal, clock);
        password = new AdminPassword(store, journal, value(settings.secrets().initialAdminPassword()));
    }

    /** Everything that is asked without knowing who asks, or by administrators. */
    List<Route> routes(Guard adminSecret) {
        AttestationNonces nonces =
                new AttestationNonces(new SharedKey(store, atRest, SharedKey.ATTESTATION, clock), clock);
        DashboardSessions sessions = new DashboardSessions(new SessionKey(cookieKey(), password), clock);
        LockOut passwords = new LockOut(store, "password", clock);
        AgentAdministration administration = new AgentAdministration(store, pki, agents, agentKeys, clock);
        List<Route> routes = new ArrayList<>(new PkiRoutes(pki, organisation, clock, System::nanoTime).routes());
        routes.addAll(new EnrolmentRoutes(new Enrolment(store, nonces, clock), nonces, System::nanoTime).routes());
        routes.addAll(
                new DashboardRoutes(password, sessions, passwords, !settings.production(), System::nanoTime).routes());
        routes.addAll(new ApprovalRoutes(approval, sessions).routes());
        routes.addAll(new BroughtAgentRoutes(administration, store, adminSecret).routes());
        routes.addAll(new AgentRoutes(administration, agents, adminSecret).routes());
        routes.addAll(new PrincipalRoutes(principals, pki, adminSecret, clock).routes());
        routes.addAll(new ApiTokenRoutes(apiTokens, adminSecret, clock).routes());
        routes.addAll(new MastioCaRoutes(pki, rotation, adminSecret).routes());
        return routes;
    }

    /** What workloads ask, who say who they are in that way. */
    List<Route> certificationRoutes(Requester.Authentication authentication) {
        return new CertificationRoutes(new Certification(store, pki, principals, clock), authentication).routes();
    }

    /** Who called, as the registry has it: a workload that enrolled as agents do has an agent's id. */
    Requester requester(Caller known) throws SQLException {
        Optional<String> type = agents.find(known.id()).map(Agent::principalType);
        return new Requester(known.id(), type.orElse(known.type().label()));
    }

    /** Lets in who knows the admin secret. */
    Guard adminSecret() {
        return new AdminSecret(value(settings.secrets().admin()), new LockOut(store, "admin secret", clock));
    }

    Pki pki() {
        return pki;
    }

    Rotation rotation() {
        return rotation;
    }

    Agents agents() {
        return agents;
    }

    Principals principals() {
        return principals;
    }

    ApiTokens apiTokens() {
        return apiTokens;
    }

    AgentKeys agentKeys() {
        return agentKeys;
    }

    Approval approval() {
        return approval;
    }

    AdminPassword password() {
        return password;
    }

    private DashboardSessions.Key cookieKey() {
        Optional<byte[]> given = value(settings.secrets().dashboardSigningKey()).map(key -> key.getBytes(UTF_8));
        return given.isPresent() ? given::get : new SharedKey(store, atRest, SharedKey.DASHBOARD, clock)::bytes;
    }

    private static AtRest atRest(Optional<Secret> given) {
        return given.flatMap(RawKey::of).map(AtRest::withKey).orElseGet(() -> AtRest.under(value(given)));
    }

    private static Optional<String> value(Optional<Secret> secret) {
        return secret.map(Secret::value);
    }
}
