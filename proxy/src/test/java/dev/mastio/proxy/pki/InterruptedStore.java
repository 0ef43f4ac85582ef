package dev.mastio.proxy.pki;

import dev.mastio.proxy.store.ForwardingStore;
import dev.mastio.proxy.store.Store;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A store in which somebody else does something just before the first write. */
record InterruptedStore(Store store, Interruption interruption, AtomicBoolean done) implements ForwardingStore {

    interface Interruption {
        void happen() throws Exception;
    }

    InterruptedStore(Store store, Interruption interruption) {
        this(store, interruption, new AtomicBoolean());
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
        if (done.compareAndSet(false, true)) {
            try {
                interruption.happen();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        return store.write(work);
    }
}
