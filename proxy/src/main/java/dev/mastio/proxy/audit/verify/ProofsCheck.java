package dev.mastio.proxy.audit.verify;

import dev.mastio.proxy.audit.proof.AnchorToken;
import dev.mastio.proxy.audit.proof.Checkpoint;
import dev.mastio.proxy.audit.proof.EcKeys;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What others say about the rows of a file: anchors, checkpoints, the ranges that it announces, heads known from elsewhere. */
final class ProofsCheck {

    private final Survey survey;
    private final RowsCheck rows;
    private final Trust trust;
    private final Consumer<Problem> problems;
    private final Consumer<String> notes;

    ProofsCheck(Survey survey, RowsCheck rows, Trust trust, Consumer<Problem> problems, Consumer<String> notes) {
        this.survey = survey;
        this.rows = rows;
        this.trust = trust;
        this.problems = problems;
        this.notes = notes;
    }

    void run() {
        survey.anchors().forEach(this::anchor);
        survey.ranges().values().forEach(this::range);
        checkpoints();
        trust.heads().stream()
                .filter(head -> rows.organisations().contains(head.row().orgId()))
                .forEach(head -> existed(head.row(), head.hash(), "the head given"));
    }

    private void anchor(Line.Anchor anchor) {
        RowKey row = new RowKey(anchor.orgId(), anchor.seq());
        String hash = rows.hashes().get(row);
        if (hash == null) {
            problem(Problem.Kind.ANCHOR_ORPHAN, row + ": no such row");
        } else if (!hash.equals(anchor.rowHash())) {
            problem(
                    Problem.Kind.ANCHOR_MISMATCH,
                    "%s: anchor row_hash=%s but chain head=%s".formatted(row, anchor.rowHash(), hash));
        } else {
            switch (AnchorToken.check(anchor.token(), hash, trust.authorities())) {
                case AnchorToken.Finding.Good good ->
                    notes.accept("anchor %s: stamped %s by %s"
                            .formatted(row, good.time().toInstant(), good.authority()));
                case AnchorToken.Finding.Untrusted untrusted ->
                    notes.accept("anchor %s: stamped %s by %s, whose certificate is not vouched for (--tsa-ca)"
                            .formatted(row, untrusted.time().toInstant(), untrusted.authority()));
                case AnchorToken.Finding.Mock() ->
                    notes.accept("anchor " + row + ": a mock for tests, which proves nothing");
                case AnchorToken.Finding.Invalid(String reason) ->
                    problem(Problem.Kind.ANCHOR_INVALID, row + ": " + reason);
                case AnchorToken.Finding.Unverifiable(String reason) ->
                    problem(Problem.Kind.ANCHOR_UNVERIFIABLE, row + ": " + reason);
            }
        }
    }

    private void range(Line.Range range) {
        if (range.from() > 1) {
            notes.accept("org=%s: rows before seq=%d are not in this file".formatted(range.orgId(), range.from()));
        }
        existed(new RowKey(range.orgId(), range.to()), range.rowHash(), "the range announced");
    }

    private void checkpoints() {
        Map<String, PublicKey> brought = new HashMap<>();
        for (Line.Key key : survey.keys()) {
            try {
                brought.put(key.kid(), EcKeys.ofJwk(key.jwk()));
            } catch (GeneralSecurityException e) {
                problem(Problem.Kind.CHECKPOINT_INVALID, "kid=" + key.kid() + ": " + e.getMessage());
            }
        }
        survey.checkpoints().forEach(signed -> checkpoint(signed, brought));
    }

    private void checkpoint(Line.Signed signed, Map<String, PublicKey> brought) {
        Checkpoint checkpoint = signed.checkpoint();
        RowKey row = new RowKey(checkpoint.orgId(), checkpoint.seq());
        String kid = Checkpoint.kid(signed.jws()).orElse("");
        PublicKey trusted = trust.keys().get(kid);
        PublicKey key = trusted == null ? brought.get(kid) : trusted;
        if (key == null) {
            problem(
                    Problem.Kind.CHECKPOINT_INVALID,
                    row + ": its key kid=" + kid + " is neither in the file nor given (--jwks)");
        } else if (!checkpoint.isSignedBy(signed.jws(), key)) {
            problem(Problem.Kind.CHECKPOINT_INVALID, row + ": its signature is wrong");
        } else {
            notes.accept("checkpoint %s: signed %s with kid=%s%s"
                    .formatted(
                            row,
                            checkpoint.createdAt(),
                            kid,
                            trusted == null ? ", whose key comes from the file itself (--jwks)" : ""));
            existed(row, checkpoint.rowHash(), "a checkpoint");
        }
    }

    /** That row existed: it must be there, unless the file begins later. */
    private void existed(RowKey row, String hash, String source) {
        Line.Range range = survey.ranges().get(row.orgId());
        if (range != null && row.seq() < range.from()) {
            return;
        }
        String found = rows.hashes().get(row);
        if (found == null) {
            problem(
                    Problem.Kind.TAIL_MISSING,
                    "%s: known from %s, but the last row is seq=%d".formatted(row, source, rows.last(row.orgId())));
        } else if (!found.equals(hash)) {
            problem(
                    Problem.Kind.HEAD_MISMATCH,
                    "%s: %s says %s, but the row has %s".formatted(row, source, hash, found));
        }
    }

    private void problem(Problem.Kind kind, String where) {
        problems.accept(new Problem(kind, where));
    }
}
