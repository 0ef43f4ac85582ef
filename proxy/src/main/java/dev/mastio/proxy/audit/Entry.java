package dev.mastio.proxy.audit;

import dev.mastio.proxy.audit.ChainRows.Stamped;
import dev.mastio.proxy.store.GroupCommit;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Events that wait to be written together, and whoever waits for that. */
final class Entry implements GroupCommit.Waiting {

    /** Longer than the store's own patience, which then says why. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final List<Stamped> events;
    private final CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
    /** Set by whoever comes first: the writer that begins, or the caller that gives up. */
    private final AtomicBoolean taken = new AtomicBoolean();

    Entry(List<Stamped> events) {
        this.events = events;
    }

    List<Stamped> events() {
        return events;
    }

    @Override
    public boolean take() {
        return taken.compareAndSet(false, true);
    }

    void succeed() {
        written.complete(null);
    }

    @Override
    public void fail(Throwable reason) {
        written.completeExceptionally(reason);
    }

    /** Returns when they are durable. */
    void await() throws SQLTransientException {
        try {
            written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            taken.set(true);
            throw new SQLTransientException("not recorded within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            taken.set(true);
            Thread.currentThread().interrupt();
            throw new SQLTransientException("interrupted", e);
        } catch (ExecutionException e) {
            // What could be wrong with the events was found when they were made, so the trouble is the store's.
            throw new SQLTransientException("it could not be recorded", e.getCause());
        }
    }
}
