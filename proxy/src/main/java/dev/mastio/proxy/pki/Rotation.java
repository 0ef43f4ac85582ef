package dev.mastio.proxy.pki;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.journal.Note;
import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Replaces the Intermediate and the key that signs tokens, or the latter alone. What the former ones signed stays good for a grace.
 * Of several replicas that rotate at once one succeeds.
 */
public final class Rotation {

    private final Pki pki;
    private final Store store;
    private final AtRest atRest;
    private final Journal journal;
    private final InstantSource clock;

    public Rotation(Pki pki, Store store, AtRest atRest, Journal journal, InstantSource clock) {
        this.pki = pki;
        this.store = store;
        this.atRest = atRest;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * What changed, or would.
     *
     * @param newKid of the key that signs tokens from now on; absent when nothing was made
     * @param continuity the former token key's signature over its successor
     */
    public record Outcome(
            String formerName, String newName, Optional<String> newKid, Optional<ObjectNode> continuity) {}

    /** What {@link #rotateIntermediate} would do. Fails where that would fail. */
    public Outcome rehearse() throws SQLException, PkiException, Refusal {
        pki.refresh();
        Authority former = pki.required();
        pki.root();
        return new Outcome(
                commonName(former), Template.intermediateName(former.org()), Optional.empty(), Optional.empty());
    }

    /** Replaces the Intermediate by a new one, and the token key with it. */
    public Outcome rotateIntermediate(Duration grace, String by) throws SQLException, PkiException, Refusal {
        pki.refresh();
        Authority former = pki.required();
        return replace(former, Founding.newIntermediate(former.org(), pki.root(), clock.instant()), grace, by);
    }

    /** Takes up an Intermediate that was put into the given directory since, if there is one. */
    void adoptGiven(Duration grace) throws SQLException, PkiException, Refusal {
        Optional<Given> given = pki.given();
        Optional<Issuer> intermediate = given.flatMap(Given::intermediate);
        Authority former = pki.required();
        if (intermediate.isPresent()
                && !intermediate
                        .get()
                        .certificate()
                        .equals(former.intermediate().certificate())
                && former.retired().stream()
                        .noneMatch(retired ->
                                retired.certificate().equals(intermediate.get().certificate()))) {
            given.get().requireIntermediateIsValid(clock.instant());
            replace(former, intermediate.get(), grace, "files");
        }
    }

    /** Replaces the key that signs tokens. The former one's tokens expire by themselves soon after. */
    void rotateTokenKey(Duration grace, String by) throws SQLException, PkiException, Refusal {
        pki.refresh();
        replace(pki.required(), pki.required().intermediate(), grace, by);
    }

    private Outcome replace(Authority former, Issuer intermediate, Duration grace, String by)
            throws SQLException, PkiException, Refusal {
        Instant now = clock.instant();
        Instant until = now.plus(grace);
        TokenKey token = Founding.newTokenKey(former.org(), former.trustDomain(), intermediate, now);
        ObjectNode continuity = Continuity.proof(former.tokenKey(), token, now);
        String sealedIntermediate = Secret.seal(intermediate, atRest, now);
        String sealedToken = Secret.seal(token, atRest, now);
        boolean both = !intermediate.certificate().equals(former.intermediate().certificate());
        boolean won = store.write(connection -> {
            if (!SharedValues.replace(
                    connection, PkiRows.EPOCH, Long.toString(former.epoch()), Long.toString(former.epoch() + 1))) {
                return false;
            }
            if (both) {
                PkiRows.insertRetired(connection, former.intermediate().certificate(), now, until);
                PkiRows.putAuthority(connection, PkiRows.INTERMEDIATE, Pem.text(intermediate.certificate()));
                PkiRows.putSecret(connection, PkiRows.INTERMEDIATE, sealedIntermediate, now);
            }
            PkiRows.deprecateTokenKeys(connection, now, until);
            PkiRows.insertTokenKey(connection, token, sealedToken);
            journal.write(connection, note(both, former, intermediate, token, until, by));
            return true;
        });
        pki.load();
        if (!won) {
            throw new Refusal(409, "another rotation came first");
        }
        return new Outcome(
                commonName(former),
                Template.intermediateName(former.org()),
                Optional.of(token.kid()),
                Optional.of(continuity));
    }

    private static Note note(
            boolean both, Authority former, Issuer intermediate, TokenKey token, Instant until, String by) {
        return new Note(
                Note.ADMIN,
                both ? "mastio_ca.rotate" : "mastio_key.rotate",
                Json.object()
                        .put("by", by)
                        .put("old_kid", former.tokenKey().kid())
                        .put("new_kid", token.kid())
                        .put(
                                "old_intermediate_sha256",
                                Fingerprints.of(former.intermediate().certificate()))
                        .put("new_intermediate_sha256", Fingerprints.of(intermediate.certificate()))
                        .put("grace_until", until.toString()));
    }

    private static String commonName(Authority authority) {
        return Template.commonName(authority.intermediate().certificate());
    }
}
