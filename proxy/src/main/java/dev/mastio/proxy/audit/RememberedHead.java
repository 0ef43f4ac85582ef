package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.ActionTable.Last;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last action as far as this process knows. It need not be right, because the database compares: where others write as well it is
 * tried less and less often, and again once it was right.
 */
final class RememberedHead {

    /** After so many groups that look first it is tried again. */
    static final int RARELY = 64;

    private @Nullable Last last;
    private int looks;
    private int left;
    private boolean givenUp;

    /** What to try the next group with; empty where it had better look. */
    synchronized Optional<Last> toTry() {
        if (givenUp || last == null) {
            return Optional.empty();
        }
        if (left > 0) {
            left--;
            return Optional.empty();
        }
        return Optional.of(last);
    }

    /** It was the last one, and then this was written. */
    synchronized void wasRight(Last written) {
        last = written;
        looks = 0;
        left = 0;
    }

    /** Another one has come after it. */
    synchronized void wasWrong() {
        looks = Math.clamp(2L * looks, 1, RARELY);
        left = looks;
    }

    /** What is there after a look. */
    synchronized void looked(Optional<Last> there) {
        last = there.orElse(null);
    }

    /** The database can't be asked this way: from now on every group looks. */
    synchronized void giveUp() {
        givenUp = true;
    }
}
