package dev.mastio.proxy.auth.dpop;

import java.util.Optional;

/**
 * The wish to be the one who uses a proof.
 *
 * @param row what is taken down if nobody did before
 * @param mark that the registry must have
 */
record Claim<R>(ReplayKey key, Optional<R> row, Optional<String> mark) {

    /** Whether it may be claimed while the registry has that mark. */
    boolean isUnder(Optional<String> present) {
        return mark.isEmpty() || mark.equals(present);
    }

    /** What came of it. */
    enum Outcome {
        CLAIMED,
        USED_BEFORE,
        OUTDATED
    }
}
