package dev.mastio.proxy.audit;

import dev.mastio.proxy.store.Store;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the last row of which a proof tells is there as it was, and says so in the log where it is not. {@link ConfirmedHeads}
 * knows what this process has written; this also finds what somebody removed while no process ran, and left its proof. For one thread.
 */
final class ProvenRows {

    private static final Logger LOG = LoggerFactory.getLogger(ProvenRows.class);

    private final Store store;
    private final Set<String> missing = new HashSet<>();

    ProvenRows(Store store) {
        this.store = store;
    }

    /** Says so once, until the row was there again. */
    void look(Chain chain) throws SQLException {
        Optional<Head> proven = store.read(connection -> ProofTables.lastProven(connection, chain.orgId()));
        if (proven.isEmpty() || isThere(chain, proven.get())) {
            missing.remove(chain.orgId());
        } else if (missing.add(chain.orgId())) {
            LOG.error(
                    "row seq={} of {}, which was signed or stamped, is not in the database; its hash is {}. Somebody removed or changed rows:"
                            + " keep this line, and an export, which has the proofs",
                    proven.get().seq(),
                    chain.orgId(),
                    proven.get().hash());
        }
    }

    private boolean isThere(Chain chain, Head proven) throws SQLException {
        Optional<String> found = store.read(connection -> chain.hashOf(connection, proven.seq()));
        return found.filter(proven.hash()::equals).isPresent();
    }
}
