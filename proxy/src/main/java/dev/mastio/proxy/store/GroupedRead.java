package dev.mastio.proxy.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Looks up what many requests ask for. Those that come while one read is under way share the next one, so each waits for two at most
 * and pays for a fraction of one. Nothing is remembered here: each question is handed to the lookup after it was put.
 *
 * @param <K> what is asked for
 * @param <V> what there is
 */
public final class GroupedRead<K, V> implements AutoCloseable {

    private static final int WAITING = 4_096;
    private static final int TOGETHER = 512;
    /** Longer than the store's own patience, which then says why. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String name;
    private final Store store;
    private final Lookup<K, V> lookup;
    private final GroupCommit<Asked<K, Optional<V>>> questions;

    /** How several are looked up at once. */
    @FunctionalInterface
    public interface Lookup<K, V> {

        /** Those of them that there are now: one that remembers must see to it that this is still so. */
        Map<K, V> find(Connection connection, Set<K> keys) throws SQLException;
    }

    /** @param name of the thread, and in messages */
    public GroupedRead(String name, Store store, Lookup<K, V> lookup) {
        this.name = name;
        this.store = store;
        this.lookup = lookup;
        this.questions = new GroupCommit<>(name, WAITING, TOGETHER, this::answer);
    }

    /** What there is under that key. */
    public Optional<V> find(K key) throws SQLException {
        Asked<K, Optional<V>> question = new Asked<>(key);
        questions.add(question);
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
        questions.requireOpen();
    }

    @Override
    public void close() {
        questions.close();
    }

    private void answer(List<Asked<K, Optional<V>>> group) throws SQLException {
        Set<K> keys = group.stream().map(Asked::question).collect(Collectors.toSet());
        Map<K, V> found = store.read(connection -> lookup.find(connection, keys));
        group.forEach(question -> question.answer().complete(Optional.ofNullable(found.get(question.question()))));
    }
}
