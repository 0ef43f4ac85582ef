package dev.mastio.proxy.store;

import dev.mastio.proxy.store.Store.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Work that waits for the writer, whose caller waits for its outcome. */
final class Order<T> implements SqliteWriter.Task {

    /** How long it waits to be begun. Then its caller gives up, and it never happens. */
    private static final Duration BEGIN = Duration.ofSeconds(2);
    /** How long it may take once it was begun. */
    private static final Duration END = Duration.ofSeconds(10);

    private final Work<T> work;
    private final Afterwards afterwards = new Afterwards();
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    /** Set by whoever comes first: the writer that begins it, or the caller that gives up. */
    private final AtomicBoolean taken = new AtomicBoolean();

    private @Nullable T result;
    private @Nullable Throwable failure;

    Order(Work<T> work) {
        this.work = work;
    }

    @Override
    public boolean take() {
        return taken.compareAndSet(false, true);
    }

    /** Does it. Its outcome stays secret until it is durable. */
    void carryOut(Connection connection) {
        try {
            result = afterwards.taken(connection, work);
        } catch (Throwable e) {
            failure = e;
        }
    }

    boolean failed() {
        return failure != null;
    }

    /** Tells the caller what came of it, which is durable unless it failed. */
    @SuppressWarnings("NullAway") // null is a result like any other
    void tell() {
        if (failure != null) {
            outcome.completeExceptionally(failure);
        } else {
            afterwards.now();
            outcome.complete(result);
        }
    }

    @Override
    public void fail(Throwable reason) {
        outcome.completeExceptionally(reason);
    }

    /** Waits. */
    T await() throws SQLException {
        try {
            return outcomeInTime();
        } catch (TimeoutException e) {
            throw new StoreUnavailable("the database did not finish within " + END.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            taken.set(true);
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException refused -> throw refused;
                case RuntimeException wrong -> throw wrong;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private T outcomeInTime() throws InterruptedException, ExecutionException, TimeoutException, StoreUnavailable {
        try {
            return outcome.get(BEGIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (take()) {
                throw new StoreUnavailable("the database has too much to do", e);
            }
            return outcome.get(END.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
