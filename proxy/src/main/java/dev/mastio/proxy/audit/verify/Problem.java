package dev.mastio.proxy.audit.verify;

/** Something that is wrong. The words and exit codes are those that scripts around the original's verifier know, with more added. */
record Problem(Kind kind, String where) {

    /** What is wrong, and the exit code that says so. */
    enum Kind {
        CHAIN_MISMATCH("CHAIN MISMATCH", 2),
        CHAIN_BREAK("CHAIN BREAK", 2),
        CHAIN_GAP("CHAIN GAP", 2),
        ACTION_MISMATCH("ACTION MISMATCH", 2),
        ANCHOR_MISMATCH("ANCHOR MISMATCH", 3),
        ANCHOR_ORPHAN("ANCHOR ORPHAN", 3),
        ANCHOR_INVALID("ANCHOR INVALID", 3),
        ANCHOR_MISSING("ANCHOR MISSING", 3),
        CROSS_REF_MISSING("CROSS-REF MISSING", 4),
        CROSS_REF_DISAGREE("CROSS-REF DISAGREE", 4),
        ANCHOR_UNVERIFIABLE("ANCHOR UNVERIFIABLE", 5),
        TAIL_MISSING("TAIL MISSING", 6),
        HEAD_MISMATCH("HEAD MISMATCH", 6),
        CHECKPOINT_INVALID("CHECKPOINT INVALID", 6),
        CHECKPOINT_MISSING("CHECKPOINT MISSING", 6);

        private final String words;
        private final int exitCode;

        Kind(String words, int exitCode) {
            this.words = words;
            this.exitCode = exitCode;
        }
    }

    int exitCode() {
        return kind.exitCode;
    }

    @Override
    public String toString() {
        return kind.words + " " + where;
    }
}
