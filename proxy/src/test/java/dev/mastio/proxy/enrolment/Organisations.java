package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.journal.RecordedJournal;
import dev.mastio.proxy.pki.AtRest;
import dev.mastio.proxy.pki.Organisation;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.Rotation;
import dev.mastio.proxy.pki.SharedKey;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An organisation "acme" on a real store, with everything that knows no HTTP. */
public final class Organisations implements AutoCloseable {

    public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    public static final Organisation ACME = new Organisation(Optional.of("acme"), "cullis.local", Optional.empty());

    public final MovableClock clock = new MovableClock(NOON);
    public final RecordedJournal journal = new RecordedJournal();
    public final AtRest atRest = AtRest.under(Optional.empty());
    public final TestDatabase database;
    public final Store store;
    public final Pki pki;
    public final Rotation rotation;
    public final Agents agents;
    public final Principals principals;
    public final AttestationNonces nonces;
    public final Enrolment enrolment;
    public final Approval approval;
    public final Certification certification;

    private Organisations(TestDatabase database) throws Exception {
        this.database = database;
        store = database.open();
        pki = new Pki(store, ACME, atRest, journal, clock);
        pki.load();
        rotation = new Rotation(pki, store, atRest, journal, clock);
        agents = new Agents(store, journal, Duration.ofDays(2), clock);
        principals = new Principals(store, journal, clock);
        nonces = new AttestationNonces(new SharedKey(store, atRest, "attestation_key", clock), clock);
        enrolment = new Enrolment(store, nonces, clock);
        approval = new Approval(store, pki, agents, journal, clock);
        certification = new Certification(store, pki, principals, clock);
        journal.notes().clear();
    }

    public static Organisations fresh(Store.Kind kind, Path directory) throws Exception {
        return new Organisations(TestDatabase.fresh(kind, directory));
    }

    @Override
    public void close() {
        database.close();
    }
}
