package dev.mastio.proxy.ops;

import dev.mastio.proxy.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether this process wants traffic: clients can connect, its store answers, what happens can be recorded, and it is not
 * shutting down.
 */
public final class Readiness {

    /** Shorter than a probe's timeout of one second: a probe that gives up first learns no reason. */
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final List<Named> checks;
    private final AtomicReference<@Nullable Question> asking = new AtomicReference<>();
    private volatile Phase phase = Phase.STARTING;

    private enum Phase {
        STARTING,
        OPEN,
        DRAINING
    }

    /** Ready, or not: which check failed and why. */
    public sealed interface State {
        /** Everything answers. */
        record Ready() implements State {}

        /** One check failed. */
        record NotReady(String check, String reason) implements State {}
    }

    /** Something that must work; it throws if it does not. */
    @FunctionalInterface
    public interface Check {
        /** Returns if it works. */
        void ask() throws Exception;
    }

    /**
     * A check under the name that a probe gets to read.
     *
     * @param name as in {@code audit_chain}
     * @param wording how a probe is told what is wrong
     */
    public record Named(String name, Check check, UnaryOperator<String> wording) {

        public Named(String name, Check check) {
            this(name, check, reason -> "error: " + reason);
        }

        private State failed(String reason) {
            return new State.NotReady(name, wording.apply(reason));
        }
    }

    /** What all who ask at the same time wait for. */
    private static final class Question {

        private final CompletableFuture<State> answer = new CompletableFuture<>();
        private volatile Named asked;

        private Question(Named first) {
            asked = first;
        }
    }

    /**
     * Of that store. It is asked first, unlike in the original: where it is away nothing can be recorded either, and why is what helps.
     *
     * @param audit whether what happens can be recorded
     * @param further what else must work, asked in that order
     */
    public Readiness(Store store, Check audit, Named... further) {
        this(Stream.concat(
                        Stream.of(
                                new Named("database", store::ask),
                                new Named("audit_chain", audit, "unhealthy (%s)"::formatted)),
                        Stream.of(further))
                .toList());
    }

    /** @param checks asked in that order; the first that fails, or takes too long, is told */
    public Readiness(List<Named> checks) {
        this.checks = List.copyOf(checks);
    }

    /**
     * Clients can connect from now on. Before that the answer is no, whatever the store says: the platform would send clients
     * to a port that refuses them, and end the replica that this one replaces.
     */
    public void open() {
        phase = Phase.OPEN;
    }

    /** From now on not ready, whatever the store says: endpoints have to forget us while we still answer. */
    public void drain() {
        phase = Phase.DRAINING;
    }

    /** The present state. Waits for the store, so call it on a thread that may. */
    public State state() throws InterruptedException {
        return switch (phase) {
            case STARTING -> new State.NotReady("listener", "starting");
            case DRAINING -> new State.NotReady("shutdown", "draining");
            case OPEN -> storesState();
        };
    }

    private State storesState() throws InterruptedException {
        Question question = sharedQuestion();
        try {
            return question.answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return question.asked.failed("no answer within " + PATIENCE.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking the store does not throw", e);
        }
    }

    /**
     * All who ask while a question is under way get its answer: the path is public and free of rate limits, and must not
     * become a way to load the database, nor to pile up threads behind one that hangs.
     */
    private Question sharedQuestion() {
        Question mine = new Question(checks.getFirst());
        Question current = asking.compareAndExchange(null, mine);
        if (current != null) {
            return current;
        }
        Thread.ofVirtual().name("readiness").start(() -> {
            State state = ask(mine);
            asking.set(null);
            mine.answer.complete(state);
        });
        return mine;
    }

    private State ask(Question question) {
        try {
            for (Named check : checks) {
                question.asked = check;
                check.check().ask();
            }
            return new State.Ready();
        } catch (Throwable e) {
            // A native library that does not load is said as an Error; unanswered, it would leave all who ask waiting.
            return question.asked.failed(String.valueOf(rootCause(e).getMessage()));
        }
    }

    /** A pool's own exception only says that it waited in vain. */
    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
