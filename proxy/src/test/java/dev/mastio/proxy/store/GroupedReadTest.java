package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class GroupedReadTest {

    private static final int PATIENCE_SECONDS = 60;

    private final Store.Kind kind;

    private final Map<String, Integer> there = new ConcurrentHashMap<>(Map.of("one", 1, "two", 2));
    private final LinkedBlockingQueue<Set<String>> reads = new LinkedBlockingQueue<>();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private TestDatabase database;
    private Store store;

    GroupedReadTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        database = TestDatabase.fresh(kind, folder);
        store = database.open();
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        database.close();
    }

    @Test
    void eachGetsItsOwnAnswer() throws Exception {
        try (GroupedRead<String, Integer> grouped = new GroupedRead<>("test", store, this::find)) {
            assertThat(grouped.find("one")).contains(1);
            assertThat(grouped.find("two")).contains(2);
            assertThat(grouped.find("three")).isEmpty();
        }
    }

    @Test
    void whoAsksAloneReadsByItself() throws Exception {
        List<Thread> readers = new ArrayList<>();
        try (GroupedRead<String, Integer> grouped = new GroupedRead<>("test", store, (connection, keys) -> {
            readers.add(Thread.currentThread());
            return find(connection, keys);
        })) {
            grouped.find("one");
        }

        assertThat(readers).containsExactly(Thread.currentThread());
    }

    @Test
    void thoseThatComeDuringAReadShareTheNextWhichSeesWhatHasChangedMeanwhile() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (GroupedRead<String, Integer> grouped = new GroupedRead<>("test", store, (connection, keys) -> {
            Map<String, Integer> found = find(connection, keys);
            await(goOn);
            return found;
        })) {
            Future<Optional<Integer>> first = callers.submit(() -> grouped.find("one"));
            Awaitility.await().until(() -> reads.size() == 1);
            there.put("one", 11);
            CountDownLatch asking = new CountDownLatch(20);
            List<Future<Optional<Integer>>> later = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                later.add(callers.submit(() -> {
                    asking.countDown();
                    return grouped.find("one");
                }));
            }
            await(asking);
            goOn.countDown();

            assertThat(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).contains(1);
            for (Future<Optional<Integer>> each : later) {
                assertThat(each.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).contains(11);
            }
            assertThat(reads).as("reads for 21 questions").hasSizeLessThan(21);
        }
    }

    @Test
    void aFailureIsToldAndTheNextReadIsTried() throws Exception {
        List<SQLException> wrong = new ArrayList<>(List.of(new SQLException("no")));
        try (GroupedRead<String, Integer> grouped = new GroupedRead<>("test", store, (connection, keys) -> {
            if (!wrong.isEmpty()) {
                throw wrong.removeFirst();
            }
            return find(connection, keys);
        })) {
            assertThatThrownBy(() -> grouped.find("one"))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("test: no");

            assertThat(grouped.find("one")).contains(1);
            grouped.check();
        }
    }

    @Test
    void whatTheDatabaseRefusesInOneQuestionCostsNobodyElseTheAnswer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (GroupedRead<String, Integer> grouped = new GroupedRead<>("test", store, (connection, keys) -> {
                    if (keys.contains("first")) {
                        begun.countDown();
                        await(goOn);
                    }
                    if (keys.contains("bad")) {
                        throw new SQLException("not a text", "22021");
                    }
                    return find(connection, keys);
                });
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Integer>> first = callers.submit(() -> grouped.find("first"));
            await(begun);
            Future<Optional<Integer>> bad = callers.submit(() -> grouped.find("bad"));
            Future<Optional<Integer>> good = callers.submit(() -> grouped.find("one"));
            Awaitility.await().until(() -> grouped.waiting() == 2);
            goOn.countDown();

            assertThat(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEmpty();
            assertThat(good.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).contains(1);
            assertThatThrownBy(() -> bad.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .hasRootCauseMessage("not a text");
        }
    }

    @Test
    void aClosedOneSaysSo() {
        GroupedRead<String, Integer> grouped = new GroupedRead<>("test", store, this::find);
        grouped.close();

        assertThatThrownBy(() -> grouped.find("one")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(grouped::check).isInstanceOf(StoreUnavailable.class);
    }

    private Map<String, Integer> find(Connection connection, Set<String> keys) throws SQLException {
        assertThat(connection.isClosed()).isFalse();
        Map<String, Integer> found = new HashMap<>(there);
        found.keySet().retainAll(keys);
        reads.add(keys);
        return found;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
