package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.wire.Refusal;
import java.time.InstantSource;
import java.util.Optional;

/** Accepts proofs, each once. */
public final class Proofs {

    private final ProofCheck check;
    private final Replays replays;
    private final InstantSource clock;

    public Proofs(ProofCheck check, Replays replays, InstantSource clock) {
        this.check = check;
        this.replays = replays;
        this.clock = clock;
    }

    /**
     * Checks a proof without using it up: whoever has more to check about its request does so before it is used.
     *
     * @throws Refusal 401 with the first thing that is wrong
     */
    public Proof check(String proof, Demand demand) throws Refusal {
        return check.check(proof, demand, clock.instant());
    }

    /**
     * Uses it up.
     *
     * @throws Refusal 401 if it was used before
     */
    public void use(Proof proof) throws Refusal, InterruptedException {
        try {
            replays.use(proof, Optional.empty(), Optional.empty());
        } catch (OutdatedException e) {
            throw new IllegalStateException("under no mark, nothing is outdated", e);
        }
    }

    /** Its use, for whoever has something to take down with it. */
    public ProofUse useOf(Proof proof) {
        return ProofUse.of(proof, Optional.empty(), replays);
    }

    /** The same by a sender of whom is remembered what was so while the registry had that mark. */
    public ProofUse useOf(Proof proof, String mark) {
        return ProofUse.of(proof, Optional.of(mark), replays);
    }
}
