package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.wire.Refusal;

/** Which proofs were used already. */
@FunctionalInterface
public interface Replays {

    /**
     * Uses it up.
     *
     * @throws Refusal 401 if it was used before, by whomever and on whichever replica; 503 if that cannot be told now
     */
    void use(Proof proof) throws Refusal, InterruptedException;
}
