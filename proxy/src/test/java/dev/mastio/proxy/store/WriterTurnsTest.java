package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

class WriterTurnsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int ENOUGH = 24;

    private final ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
    private final CountDownLatch goOn = new CountDownLatch(1);

    @TempDir
    private Path directory;

    private SqliteWriter writer;
    private GroupCommit<Asked<Integer, Boolean>> numbers;

    @BeforeEach
    void open() throws Exception {
        SqliteFile file = new SqliteFile(directory.resolve("mastio.db"), SynchronousMode.FULL);
        try (Connection connection = file.writing().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE numbers (number INTEGER PRIMARY KEY)");
        }
        writer = new SqliteWriter(file);
        numbers = new WriterTurns<>(writer, "test", 2_000, 3, this::insert);
    }

    @AfterEach
    void close() {
        goOn.countDown();
        writer.close();
    }

    @Test
    void whatWaitsForTheWriterIsWrittenTogetherAndThereWhenItIsTold() throws Exception {
        keepTheWriter();
        List<Asked<Integer, Boolean>> all = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            all.add(added(number));
        }

        goOn.countDown();

        for (Asked<Integer, Boolean> each : all) {
            assertThat(each.await(PATIENCE)).isTrue();
        }
        assertThat(sizes).containsExactly(3, 2);
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotWritten() throws Exception {
        keepTheWriter();
        Asked<Integer, Boolean> gone = added(1);
        Asked<Integer, Boolean> there = added(2);
        gone.answer().cancel(false);

        goOn.countDown();

        assertThat(there.await(PATIENCE)).isTrue();
        assertThat(count()).isOne();
    }

    @Test
    void aTransactionThatFailsRightBeforeDoesNoHarm() throws Exception {
        keepTheWriter();
        Order<Boolean> failing = new Order<>(connection -> {
            connection.close();
            return true;
        });
        writer.add(failing);
        Asked<Integer, Boolean> number = added(1);

        goOn.countDown();

        assertThat(number.await(PATIENCE)).isTrue();
        assertThatThrownBy(failing::await).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void aGroupThatFailsIsToldAndTheNextIsWritten() throws Exception {
        assertThat(added(1).await(PATIENCE)).isTrue();

        assertThatThrownBy(() -> added(1).await(PATIENCE))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(SQLException.class);

        assertThat(added(2).await(PATIENCE)).isTrue();
    }

    @Test
    void allThatWaitAreToldIfTheWriterHasTooMuchToDoAndLaterItWritesAgain() throws Exception {
        keepTheWriter();
        List<Order<Boolean>> crowd = new ArrayList<>();
        assertThatThrownBy(() -> {
                    while (true) {
                        Order<Boolean> order = new Order<>(connection -> true);
                        writer.add(order);
                        crowd.add(order);
                    }
                })
                .hasMessage("too much waits for the store-writer");

        assertThatThrownBy(() -> added(1)).hasMessage("too much waits for the store-writer");

        goOn.countDown();
        for (Order<Boolean> order : crowd) {
            assertThat(order.await()).isTrue();
        }
        assertThat(added(2).await(PATIENCE)).isTrue();
        assertThat(count()).isOne();
    }

    @Test
    void theWriterWaitsForMoreNoLongerThanUntilTheyAreEnough() throws Exception {
        Pace slow = new Pace(System.nanoTime(), Duration.ofHours(1).toNanos(), ENOUGH);
        numbers = new WriterTurns<>(writer, "test", 2_000, 2 * ENOUGH, this::insert, slow);
        assertThat(added(0).await(PATIENCE)).isTrue();

        List<Asked<Integer, Boolean>> all = new ArrayList<>(List.of(added(1)));
        await().atMost(PATIENCE).until(WriterTurnsTest::theWriterWaitsForMore);
        for (int number = 2; number <= ENOUGH; number++) {
            all.add(added(number));
        }

        for (Asked<Integer, Boolean> each : all) {
            assertThat(each.await(PATIENCE)).isTrue();
        }
        assertThat(sizes).containsExactly(1, ENOUGH);
    }

    @Test
    void aWriteWithinAWriteIsRefusedInATurnAsWell() throws Exception {
        GroupCommit<Asked<Integer, Boolean>> nested =
                new WriterTurns<>(writer, "nested", 10, 1, group -> writer.write(outer -> writer.write(inner -> true)));
        Asked<Integer, Boolean> asked = new Asked<>(1);
        nested.add(asked);

        assertThatThrownBy(() -> asked.await(PATIENCE)).hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(added(1).await(PATIENCE)).isTrue();
    }

    @Test
    void whatWaitsWhenTheWriterIsClosedIsTold() throws Exception {
        keepTheWriter();
        Asked<Integer, Boolean> waiting = added(1);

        writer.close();

        assertThatThrownBy(() -> waiting.await(PATIENCE)).hasRootCauseMessage("the store-writer is closed");
        assertThatThrownBy(numbers::requireOpen).hasMessage("the store-writer is closed");
        assertThatThrownBy(() -> added(2)).hasMessage("the store-writer is closed");
    }

    @Test
    void whatWaitsWhenItIsClosedIsTold() throws Exception {
        keepTheWriter();
        Asked<Integer, Boolean> waiting = added(1);

        numbers.close();

        assertThatThrownBy(() -> waiting.await(PATIENCE)).hasRootCauseMessage("the test is closed");
        assertThatThrownBy(() -> added(2)).hasMessage("the test is closed");
        goOn.countDown();
        assertThat(count()).isZero();
    }

    private void insert(List<Asked<Integer, Boolean>> group) throws SQLException {
        sizes.add(group.size());
        writer.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (Asked<Integer, Boolean> each : group) {
                    statement.executeUpdate("INSERT INTO numbers VALUES (%d)".formatted(each.question()));
                }
                return true;
            }
        });
        group.forEach(each -> each.answer().complete(true));
    }

    private Asked<Integer, Boolean> added(int number) throws StoreUnavailable {
        Asked<Integer, Boolean> asked = new Asked<>(number);
        numbers.add(asked);
        return asked;
    }

    private void keepTheWriter() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        writer.add(new Order<>(connection -> {
            begun.countDown();
            try {
                return goOn.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", e);
            }
        }));
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private int count() throws SQLException {
        return writer.write(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM numbers")) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private static boolean theWriterWaitsForMore() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING)
                .flatMap(thread -> Stream.of(thread.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals("waitForMore"));
    }
}
