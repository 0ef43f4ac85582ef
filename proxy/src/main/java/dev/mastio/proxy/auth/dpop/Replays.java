package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.wire.Refusal;
import java.util.Optional;

/** Which proofs were used already. */
@FunctionalInterface
public interface Replays {

    /**
     * Uses it up, and takes that call down in the same transaction.
     *
     * @param mark that the registry must have in that transaction, if what is known of the caller depends on it
     * @throws OutdatedException if it has another one; then neither happened
     * @throws Refusal 401 if it was used before, by whomever and on whichever replica; 503 if that cannot be told now
     */
    void use(Proof proof, Optional<CallNote> call, Optional<String> mark)
            throws Refusal, OutdatedException, InterruptedException;
}
