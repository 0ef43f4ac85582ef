package dev.mastio.proxy.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * A question that is answered with others, and its answer to come. Nobody answers one whose asker has given up.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
public record Asked<Q, A>(Q question, CompletableFuture<A> answer) implements GroupCommit.Waiting {

    /** Not answered yet. */
    public Asked(Q question) {
        this(question, new CompletableFuture<>());
    }

    /**
     * Waits for the answer. Afterwards nobody does any more: what was not begun by then does not happen.
     *
     * @throws TimeoutException if none comes for so long; then none will
     */
    public A await(Duration patience) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return Waits.on(answer, patience);
        } finally {
            answer.cancel(false);
        }
    }

    @Override
    public boolean take() {
        return !answer.isDone();
    }

    @Override
    public void fail(Throwable reason) {
        answer.completeExceptionally(reason);
    }
}
