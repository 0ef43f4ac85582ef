package dev.mastio.proxy.audit.verify;

import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.crypto.Sha256;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One chain, row after row. */
final class ChainCheck {

    private final Consumer<Problem> problems;
    private final @Nullable ActionCheck actions;
    private @Nullable String previous;
    private long expected;

    /**
     * A chain that begins there.
     *
     * @param previous what its first row is chained to; null for the very first
     * @param first number of its first row; only rows older than chains of organisations have none
     */
    ChainCheck(String orgId, @Nullable String previous, long first, Consumer<Problem> problems) {
        this.previous = previous;
        this.expected = first;
        this.problems = problems;
        this.actions = orgId.equals(ActionExport.CHAIN) ? new ActionCheck(first == 1, problems) : null;
    }

    void take(Line.Entry entry) {
        Long seq = entry.row().seq();
        String where = seq == null
                ? "legacy id=" + entry.row().id()
                : "org=%s seq=%d id=%d"
                        .formatted(entry.row().orgId(), seq, entry.row().id());
        if (seq != null) {
            if (seq != expected) {
                problems.accept(new Problem(
                        Problem.Kind.CHAIN_GAP,
                        where + ": expected seq=" + expected + ", rows are missing or doubled"));
            }
            expected = seq + 1;
        }
        String computed = Sha256.hex(entry.row().canonical(entry.format(), previous));
        if (!computed.equals(entry.entryHash())) {
            problems.accept(new Problem(Problem.Kind.CHAIN_MISMATCH, where));
        } else if (!Objects.equals(previous, entry.previousHash())) {
            problems.accept(new Problem(Problem.Kind.CHAIN_BREAK, where));
        }
        if (actions != null) {
            actions.take(entry, where);
        }
        // Goes on from what the row claims, so that what is wrong further on is found too.
        previous = entry.entryHash();
    }

    /** Number of the last row; 0 if there was none. */
    long last() {
        return expected - 1;
    }
}
