package dev.mastio.proxy.audit.verify;

import dev.mastio.proxy.audit.proof.AnchorToken;
import java.util.function.Consumer;

/** The time stamps in a file: each against its row, and against the authorities that were given. */
final class AnchorsCheck {

    private final Survey survey;
    private final RowsCheck rows;
    private final Trust trust;
    private final Consumer<Problem> problems;
    private final Consumer<String> notes;

    AnchorsCheck(Survey survey, RowsCheck rows, Trust trust, Consumer<Problem> problems, Consumer<String> notes) {
        this.survey = survey;
        this.rows = rows;
        this.trust = trust;
        this.problems = problems;
        this.notes = notes;
    }

    /** Looks at all of them, and says which rows those authorities vouch for. */
    Coverage run() {
        Coverage coverage = new Coverage();
        survey.anchors().forEach(anchor -> anchor(anchor, coverage));
        return coverage;
    }

    private void anchor(Line.Anchor anchor, Coverage coverage) {
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
                case AnchorToken.Finding.Good good -> {
                    notes.accept("anchor %s: stamped %s by %s"
                            .formatted(row, good.time().toInstant(), good.authority()));
                    coverage.add(row);
                }
                case AnchorToken.Finding.Untrusted untrusted -> {
                    String found = "%s: stamped %s by %s, whose certificate is not vouched for"
                            .formatted(row, untrusted.time().toInstant(), untrusted.authority());
                    unvouched(found + " (--tsa-ca)", found + " by any of those given (--tsa-ca)");
                }
                case AnchorToken.Finding.Mock() -> {
                    String found = row + ": a mock for tests, which proves nothing";
                    unvouched(found, found);
                }
                case AnchorToken.Finding.Invalid(String reason) ->
                    problem(Problem.Kind.ANCHOR_INVALID, row + ": " + reason);
                case AnchorToken.Finding.Unverifiable(String reason) ->
                    problem(Problem.Kind.ANCHOR_UNVERIFIABLE, row + ": " + reason);
            }
        }
    }

    /** Anybody can have made it. That is a failure once somebody says whom they believe. */
    private void unvouched(String note, String failure) {
        if (trust.namesAuthorities()) {
            problem(Problem.Kind.ANCHOR_INVALID, failure);
        } else {
            notes.accept("anchor " + note);
        }
    }

    private void problem(Problem.Kind kind, String where) {
        problems.accept(new Problem(kind, where));
    }
}
