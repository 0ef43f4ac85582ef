package dev.mastio.proxy.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what many requests ask for. Who comes while nothing is read reads by itself, without waiting for any other thread; those that
 * come while one read is under way share the next one, so each waits for two at most and pays for a fraction of one. Nothing is remembered
 * here: each question is handed to the lookup after it was put.
 *
 * @param <K> what is asked for
 * @param <V> what there is
 */
public final class GroupedRead<K, V> implements AutoCloseable {

    private static final int TOGETHER = 512;
    /** Longer than the store's own patience, which then says why. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final Store store;
    private final Lookup<K, V> lookup;
    private final Queue<Asked<K, Optional<V>>> questions = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile boolean closed;

    /** How several are looked up at once. */
    @FunctionalInterface
    public interface Lookup<K, V> {

        /** Those of them that there are now: one that remembers must see to it that this is still so. Called by one thread at a time. */
        Map<K, V> find(Connection connection, Set<K> keys) throws SQLException;
    }

    /** @param name in messages */
    public GroupedRead(String name, Store store, Lookup<K, V> lookup) {
        this.name = name;
        this.store = store;
        this.lookup = lookup;
    }

    /** What there is under that key. */
    public Optional<V> find(K key) throws SQLException {
        check();
        Asked<K, Optional<V>> question = new Asked<>(key);
        questions.add(question);
        if (reading.compareAndSet(false, true)) {
            read();
        }
        try {
            return question.await(PATIENCE);
        } catch (ExecutionException e) {
            // The cause is shared by all that asked together.
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new StoreUnavailable(name + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new StoreUnavailable(name + ": no answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable(name + ": interrupted", e);
        }
    }

    /**
     * Returns if questions are answered.
     *
     * @throws SQLException if they are not, and never will be
     */
    public void check() throws SQLException {
        if (closed) {
            throw new StoreUnavailable("the " + name + " is closed");
        }
    }

    /** How many questions wait for the next read. */
    int waiting() {
        return questions.size();
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Once, for all that wait. For those that come meanwhile another thread reads, so that nobody does it for others all the time. */
    private void read() {
        List<Asked<K, Optional<V>>> group = new ArrayList<>();
        try {
            @Nullable Asked<K, Optional<V>> next;
            while (group.size() < TOGETHER && (next = questions.poll()) != null) {
                group.add(next);
            }
            answer(group);
        } catch (Throwable e) {
            group.forEach(question -> question.fail(e));
        } finally {
            reading.set(false);
        }
        if (!questions.isEmpty() && reading.compareAndSet(false, true)) {
            Thread.ofVirtual().name(name).start(this::read);
        }
    }

    private void answer(List<Asked<K, Optional<V>>> group) throws SQLException {
        List<Asked<K, Optional<V>>> asked = group.stream().filter(Asked::take).toList();
        if (asked.isEmpty()) {
            return;
        }
        try {
            answerTogether(asked);
        } catch (SQLException e) {
            if (asked.size() == 1 || e instanceof SQLTransientException) {
                throw e;
            }
            // What the database refuses in one question must not cost the others their answers.
            asked.forEach(this::answerAlone);
        }
    }

    private void answerAlone(Asked<K, Optional<V>> question) {
        try {
            answerTogether(List.of(question));
        } catch (Throwable e) {
            question.fail(e);
        }
    }

    private void answerTogether(List<Asked<K, Optional<V>>> asked) throws SQLException {
        Set<K> keys = asked.stream().map(Asked::question).collect(Collectors.toSet());
        Map<K, V> found = store.read(connection -> lookup.find(connection, keys));
        asked.forEach(question -> question.answer().complete(Optional.ofNullable(found.get(question.question()))));
    }
}
