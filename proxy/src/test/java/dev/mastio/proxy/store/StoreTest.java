package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What both kinds of store promise. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class StoreTest {

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;

    StoreTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void readsWhatWasWritten() throws Exception {
        add(1, "one");

        assertThat(names()).containsExactly("one");
    }

    @Test
    void keepsNothingOfWorkThatFails() throws Exception {
        assertThatThrownBy(() -> store.write(connection -> {
                    insert(connection, 1, "one");
                    throw new IllegalStateException("changed my mind");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("changed my mind");

        assertThat(names()).isEmpty();
    }

    @Test
    void doesAfterwardsWhatIsWantedOnceAWriteIsDurable() throws Exception {
        List<String> seen = new ArrayList<>();
        for (Write write : List.<Write>of(store::write, store::writeByOneStatement)) {
            write.of(connection -> {
                Store.afterwards(() -> seen.addAll(durable()));
                insert(connection, seen.size(), "row " + seen.size());
                assertThat(seen).doesNotContain("row " + seen.size());
                return true;
            });
        }

        assertThat(seen).containsExactly("row 0", "row 0", "row 1");
    }

    @Test
    void doesNothingAfterwardsOfAWriteThatFails() {
        List<String> seen = new ArrayList<>();
        for (Write write : List.<Write>of(store::write, store::writeByOneStatement)) {
            assertThatThrownBy(() -> write.of(connection -> {
                        Store.afterwards(() -> seen.add("done"));
                        throw new SQLException("changed my mind");
                    }))
                    .hasMessage("changed my mind");
        }

        assertThat(seen).isEmpty();
    }

    @Test
    void doesNotMistakeARefusedRowForADatabaseThatIsAway() throws Exception {
        add(1, "one");

        assertThatThrownBy(() -> add(1, "again"))
                .isInstanceOf(SQLException.class)
                .isNotInstanceOf(SQLTransientException.class);

        assertThat(names()).containsExactly("one");
    }

    @Test
    void failsOnlyTheWorkThatFailsWhenManyWriteAtOnce() throws Exception {
        int writers = 64;
        List<Future<Void>> outcomes = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writers; i++) {
                int id = i;
                Callable<Void> task = () -> {
                    start.await();
                    add(id / 2, "by " + id);
                    return null;
                };
                outcomes.add(threads.submit(task));
            }
            start.countDown();
        }

        assertThat(outcomes)
                .filteredOn(outcome -> outcome.state() == Future.State.SUCCESS)
                .hasSize(writers / 2);
        assertThat(names()).hasSize(writers / 2);
    }

    @Test
    void finishesWhenManyReplicasStartAtOnce() throws Exception {
        try (TestDatabase empty = TestDatabase.fresh(kind, directory);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Store> replicas = new ArrayList<>();
            List<Future<Void>> asked = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Store replica = Store.open(empty.database());
                replicas.add(replica);
                Callable<Void> task = () -> {
                    replica.ask();
                    return null;
                };
                asked.add(threads.submit(task));
            }

            for (Future<Void> answer : asked) {
                answer.get();
            }
            assertThat(Queries.scripts(replicas.getFirst())).containsExactlyElementsOf(new Migrations(kind).files());
            replicas.forEach(Store::close);
        }
    }

    @Test
    void anErrorInOneWriteIsToldToItsCallerAloneAndUndone() throws Exception {
        assertThatThrownBy(() -> store.write(connection -> {
                    insert(connection, 1, "undone");
                    throw new StackOverflowError();
                }))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isInstanceOf(StackOverflowError.class),
                        thrown -> assertThat(thrown).hasRootCauseInstanceOf(StackOverflowError.class));

        add(1, "one");
        assertThat(names()).containsExactly("one");
    }

    @Test
    void refusesWorkOnceItIsClosed() {
        store.close();

        assertThatThrownBy(() -> add(1, "one")).isInstanceOf(SQLException.class);
    }

    private void add(int id, String name) throws SQLException {
        store.write(connection -> insert(connection, id, name));
    }

    private static int insert(Connection connection, int id, String name) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO thing (id, name) VALUES (?, ?)")) {
            insert.setInt(1, id);
            insert.setString(2, name);
            return insert.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private interface Write {
        <T> T of(Store.Work<T> work) throws SQLException;
    }

    private List<String> durable() {
        try {
            return names();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> names() throws SQLException {
        return Queries.column(store, "SELECT name FROM thing ORDER BY id");
    }
}
