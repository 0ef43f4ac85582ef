package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.ActionTable.Last;
import dev.mastio.proxy.store.Backoff;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last action as far as this process knows. It need not be right, because the database compares: where others write as well it is
 * tried less and less often, and again once it was right.
 */
final class RememberedHead {

    private final Backoff groups = new Backoff();
    private @Nullable Last last;
    private boolean givenUp;

    /** What to try the next group with; empty where it had better look. */
    synchronized Optional<Last> toTry() {
        return givenUp || last == null || !groups.tries() ? Optional.empty() : Optional.of(last);
    }

    /** It was the last one, and then this was written. */
    synchronized void wasRight(Last written) {
        last = written;
        groups.paid();
    }

    /** Another one has come after it. */
    synchronized void wasWrong() {
        groups.wasInVain();
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
