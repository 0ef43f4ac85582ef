package dev.mastio.proxy.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A store that confirms a moment before it commits, so that a test which says that nothing confirmed is lost can be seen to fail. */
public final class Early implements ForwardingStore {

    private static final long MOMENT_NANOS = 20_000_000;

    private final Store store;
    private final ExecutorService later = Executors.newVirtualThreadPerTaskExecutor();

    public Early(Store store) {
        this.store = store;
    }

    @Override
    public Store store() {
        return store;
    }

    /** Not by the writer of SQLite, which would wait for itself: it commits while these go on. */
    @Override
    public <W extends GroupCommit.Waiting> GroupCommit<W> groups(
            String name, int waiting, int together, GroupCommit.Group<W> group) {
        return new GroupThread<>(name, waiting, together, group);
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
        CompletableFuture<T> confirmed = new CompletableFuture<>();
        later.execute(() -> commit(work, confirmed));
        try {
            return confirmed.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException refused ? refused : new SQLException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted", e);
        }
    }

    /** In a transaction, which then is what is confirmed early. */
    @Override
    public <T> T writeByOneStatement(Work<T> work) throws SQLException {
        return write(work);
    }

    private <T> void commit(Work<T> work, CompletableFuture<T> confirmed) {
        try {
            store.write(connection -> {
                T result = work.on(connection);
                confirmed.complete(result);
                LockSupport.parkNanos(MOMENT_NANOS);
                return result;
            });
        } catch (Exception e) {
            confirmed.completeExceptionally(e);
        }
    }
}
