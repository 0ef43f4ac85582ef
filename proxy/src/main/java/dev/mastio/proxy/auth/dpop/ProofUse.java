package dev.mastio.proxy.auth.dpop;

import dev.mastio.proxy.journal.CallNote;
import dev.mastio.proxy.wire.Refusal;
import java.util.Optional;

/** The use of a proof that was checked, which is still to come. For one thread. */
public final class ProofUse {

    private final Replays replays;
    private final Optional<String> mark;
    private Optional<Proof> unused;

    private ProofUse(Replays replays, Optional<String> mark, Optional<Proof> unused) {
        this.replays = replays;
        this.mark = mark;
        this.unused = unused;
    }

    static ProofUse of(Proof proof, Optional<String> mark, Replays replays) {
        return new ProofUse(replays, mark, Optional.of(proof));
    }

    /** Of nobody's proof: there is nothing to use up. */
    public static ProofUse none() {
        return new ProofUse((proof, call, mark) -> {}, Optional.empty(), Optional.empty());
    }

    /**
     * Uses it up, unless there is none left.
     *
     * @throws Refusal 401 if it was used before
     * @throws OutdatedException if it was not, and what is remembered of its sender is no more so
     */
    public void now() throws Refusal, OutdatedException, InterruptedException {
        use(Optional.empty());
    }

    /**
     * Uses it up and takes that call down, both or neither.
     *
     * @return false if there is none left; then nothing is taken down
     * @throws Refusal 401 if it was used before
     * @throws OutdatedException if it was not, and what is remembered of its sender is no more so
     */
    public boolean with(CallNote call) throws Refusal, OutdatedException, InterruptedException {
        return use(Optional.of(call));
    }

    private boolean use(Optional<CallNote> call) throws Refusal, OutdatedException, InterruptedException {
        if (unused.isEmpty()) {
            return false;
        }
        Proof proof = unused.get();
        // Also if it fails: nobody knows then whether it was used.
        unused = Optional.empty();
        replays.use(proof, call, mark);
        return true;
    }
}
