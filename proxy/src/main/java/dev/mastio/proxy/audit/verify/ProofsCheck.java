package dev.mastio.proxy.audit.verify;

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
        Coverage stamped = new AnchorsCheck(survey, rows, trust, problems, notes).run();
        survey.ranges().values().forEach(this::range);
        Coverage signed = checkpoints();
        trust.heads().stream()
                .filter(head -> survey.isAbout(head.row().orgId()))
                .forEach(this::head);
        if (trust.namesAuthorities()) {
            extent(stamped, Problem.Kind.ANCHOR_MISSING, "time stamp by an authority given (--tsa-ca)");
        }
        if (trust.namesKeys()) {
            extent(signed, Problem.Kind.CHECKPOINT_MISSING, "checkpoint by a key given (--jwks)");
        }
    }

    private void head(Trust.KnownHead head) {
        Line.Range range = survey.ranges().get(head.row().orgId());
        if (range == null || head.row().seq() >= range.from()) {
            existed(head.row(), head.hash(), "the head given");
        } else if (range.to() < range.from() - 1 && head.row().seq() > range.to()) {
            problem(
                    Problem.Kind.TAIL_MISSING,
                    "%s: known from the head given, but the file says that the last row is seq=%d"
                            .formatted(head.row(), range.to()));
        } else if (head.row().seq() < range.from() - 1) {
            notes.accept("%s: the head given is before this file, which says nothing about it".formatted(head.row()));
        } else if (!head.hash().equals(range.previousHash())) {
            problem(
                    Problem.Kind.HEAD_MISMATCH,
                    "%s: the head given says %s, but the file goes on from %s"
                            .formatted(head.row(), head.hash(), range.previousHash()));
        }
    }

    private void range(Line.Range range) {
        if (range.to() < range.from()) {
            if (rows.organisations().contains(range.orgId())) {
                problem(
                        Problem.Kind.TAIL_MISSING,
                        "org=%s: the range announced, from seq=%d, has no rows, but the file has some, and does not say where they end"
                                .formatted(range.orgId(), range.from()));
            }
            notes.accept(
                    "org=%s: the range announced, from seq=%d, has no rows".formatted(range.orgId(), range.from()));
            return;
        }
        if (range.from() > 1) {
            notes.accept("org=%s: rows before seq=%d are not in this file".formatted(range.orgId(), range.from()));
        }
        existed(new RowKey(range.orgId(), range.to()), range.rowHash(), "the range announced");
    }

    private Coverage checkpoints() {
        Map<String, PublicKey> brought = new HashMap<>();
        for (Line.Key key : survey.keys()) {
            try {
                brought.put(key.kid(), EcKeys.ofJwk(key.jwk()));
            } catch (GeneralSecurityException e) {
                problem(Problem.Kind.CHECKPOINT_INVALID, "kid=" + key.kid() + ": " + e.getMessage());
            }
        }
        Coverage coverage = new Coverage();
        survey.checkpoints().forEach(signed -> checkpoint(signed, brought, coverage));
        return coverage;
    }

    private void checkpoint(Line.Signed signed, Map<String, PublicKey> brought, Coverage coverage) {
        Checkpoint checkpoint = signed.checkpoint();
        RowKey row = new RowKey(checkpoint.orgId(), checkpoint.seq());
        String kid = Checkpoint.kid(signed.jws()).orElse("");
        // Whoever writes a file can put a key of their own into it: it counts only where no others are given.
        PublicKey key = trust.namesKeys() ? trust.keys().get(kid) : brought.get(kid);
        if (key == null) {
            problem(Problem.Kind.CHECKPOINT_INVALID, row + ": its key kid=" + kid + unknown());
        } else if (!checkpoint.isSignedBy(signed.jws(), key)) {
            problem(Problem.Kind.CHECKPOINT_INVALID, row + ": its signature is wrong");
        } else {
            notes.accept("checkpoint %s: signed %s with kid=%s%s"
                    .formatted(
                            row,
                            checkpoint.createdAt(),
                            kid,
                            trust.namesKeys() ? "" : ", whose key comes from the file itself (--jwks)"));
            if (existed(row, checkpoint.rowHash(), "a checkpoint")) {
                coverage.add(row);
            }
        }
    }

    private String unknown() {
        return trust.namesKeys()
                ? " is not among those given; if the Mastio had it once, give a copy of its keys from that time as well (--jwks)"
                : " is neither in the file nor given (--jwks)";
    }

    /** Somebody says whom they believe: they must learn what nobody of those says anything about. */
    private void extent(Coverage coverage, Problem.Kind missing, String proof) {
        if (rows.organisations().isEmpty() && rows.legacyRows() == 0) {
            problem(missing, survey.file() + ": no " + proof + " is about it, since it has no rows");
        }
        if (rows.legacyRows() > 0) {
            problem(
                    missing,
                    "%s: no %s is about rows without a number, of which it has %d"
                            .formatted(survey.file(), proof, rows.legacyRows()));
        }
        for (String org : rows.organisations()) {
            // Each chain for itself: it can be written anew from its first row beside others that are vouched for.
            if (coverage.upTo(org) == 0) {
                problem(missing, "%s: no %s is about any row of org=%s".formatted(survey.file(), proof, org));
            } else if (coverage.upTo(org) < rows.last(org)) {
                notes.accept("org=%s: no %s is about rows after seq=%d".formatted(org, proof, coverage.upTo(org)));
            }
        }
    }

    /**
     * That row existed: it must be there, unless the file begins later.
     *
     * @return whether it is there as it was
     */
    private boolean existed(RowKey row, String hash, String source) {
        Line.Range range = survey.ranges().get(row.orgId());
        if (range != null && row.seq() < range.from()) {
            return false;
        }
        String found = rows.hashes().get(row);
        if (found == null) {
            problem(
                    Problem.Kind.TAIL_MISSING,
                    "%s: known from %s, but the last row is seq=%d".formatted(row, source, rows.last(row.orgId())));
            return false;
        }
        if (!found.equals(hash)) {
            problem(
                    Problem.Kind.HEAD_MISMATCH,
                    "%s: %s says %s, but the row has %s".formatted(row, source, hash, found));
            return false;
        }
        return true;
    }

    private void problem(Problem.Kind kind, String where) {
        problems.accept(new Problem(kind, where));
    }
}
