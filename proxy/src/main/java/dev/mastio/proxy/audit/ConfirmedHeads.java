package dev.mastio.proxy.audit;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last row of each chain of which this process knows that its commit was confirmed, so that somebody may have been answered on its
 * strength. Others write after it, but it stays: where it is missing, the database has been replaced by one that has less. Each process
 * knows only its own, and a new one none.
 */
final class ConfirmedHeads {

    private static final Logger LOG = LoggerFactory.getLogger(ConfirmedHeads.class);

    private final Map<String, Head> heads = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    /** To be asked before the look at the database: what is confirmed meanwhile need not be seen by it. */
    Optional<Head> of(String chain) {
        return Optional.ofNullable(heads.get(chain));
    }

    /** Chains of which a row is known. */
    Set<String> chains() {
        return heads.keySet();
    }

    /** The commit of that row was confirmed. Two threads may say so in either order. */
    void confirm(String chain, Head written) {
        heads.merge(chain, written, (known, later) -> later.seq() > known.seq() ? later : known);
    }

    /** Chains whose confirmed row was missing when it was last looked for. */
    Set<String> lost() {
        return lost;
    }

    /**
     * Compares what was confirmed with what a look has found.
     *
     * @param expected what was confirmed before the look
     * @param found hash of the last row up to the expected one; empty if there is none
     * @param last number of the chain's last row; 0 if it has none
     * @throws LostRowsException if the expected row is not there
     */
    void require(String chain, Optional<Head> expected, Optional<String> found, long last) throws LostRowsException {
        if (expected.isEmpty() || found.filter(expected.get().hash()::equals).isPresent()) {
            if (lost.remove(chain)) {
                LOG.warn(
                        "the rows of {} that the database had lost are there again, so what happens is recorded again",
                        chain);
            }
            return;
        }
        LostRowsException loss = new LostRowsException(chain, expected.get(), last);
        if (lost.add(chain)) {
            LOG.error(
                    "{}; its hash is {}. It was lost in a failover to a standby that lagged behind, say, or in a restore. Until it is there"
                            + " again this process records nothing, and refuses whatever must be recorded: go back to the database that has it."
                            + " If that is gone for good, keep this line and an export of what is left, and restart every replica that ran"
                            + " before: that accepts the loss, and the chain goes on from the last row that is there",
                    loss.getMessage(),
                    expected.get().hash());
        }
        throw loss;
    }
}
