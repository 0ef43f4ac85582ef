package dev.mastio.proxy.store;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** Another store, of which the transactions are counted, those that fail too; not a statement that wrote nothing. */
public class CountingStore implements ForwardingStore {

    private final Store store;
    private final AtomicLong transactions = new AtomicLong();

    public CountingStore(Store store) {
        this.store = store;
    }

    /** How many there were since the last question. */
    public final long newTransactions() {
        return transactions.getAndSet(0);
    }

    @Override
    public final Store store() {
        return store;
    }

    @Override
    public final <T> T write(Work<T> work) throws SQLException {
        transactions.incrementAndGet();
        return store.write(work);
    }

    @Override
    public final <T> T writeByOneStatement(Work<T> work) throws SQLException {
        T result = store.writeByOneStatement(work);
        if (!Boolean.FALSE.equals(result)) {
            transactions.incrementAndGet();
        }
        return result;
    }
}
