package dev.mastio.proxy.store;

import java.util.concurrent.CompletableFuture;

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

    @Override
    public boolean take() {
        return !answer.isDone();
    }

    @Override
    public void fail(Throwable reason) {
        answer.completeExceptionally(reason);
    }
}
