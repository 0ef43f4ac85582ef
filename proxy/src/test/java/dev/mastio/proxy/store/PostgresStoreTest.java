package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.mastio.proxy.config.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresStoreTest {

    @Test
    void aDatabaseThatIsEmptiedUnderARunningProcessIsMadeAnewByARestartAlone(@TempDir Path directory) throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.POSTGRES, directory)) {
            Store store = database.open();
            store.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DROP SCHEMA public CASCADE");
                    return statement.execute("CREATE SCHEMA public");
                }
            });

            await("noticed")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThatThrownBy(store::ask).hasMessageContaining("lost its tables"));
            assertThatThrownBy(() -> store.read(connection -> connection.isValid(1)))
                    .isInstanceOf(StoreUnavailable.class);
            assertThat(tables(database)).isZero();

            try (Store restarted = Store.open(database.database())) {
                await("made anew")
                        .atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .untilAsserted(restarted::ask);
                assertThat(tables(database)).isPositive();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"off,on", "local,on", "remote_write,on", "on,on", "remote_apply,remote_apply"})
    void aDatabaseThatConfirmsBeforeADiskHasItIsTalkedOutOfIt(String here, String ours, @TempDir Path directory)
            throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.POSTGRES, directory)) {
            String name = ((Database.Postgres) database.database()).name();
            database.open().write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("ALTER DATABASE " + name + " SET synchronous_commit = " + here);
                }
            });

            Store store = database.open();

            assertThat(Queries.column(store, "SHOW synchronous_commit")).containsExactly(ours);
        }
    }

    @Test
    void whoLooksBesideDoesNotWaitForAPoolThatIsBusy(@TempDir Path directory) throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.POSTGRES, directory);
                ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            Store store = database.open();
            CountDownLatch looked = new CountDownLatch(1);
            List<Future<Boolean>> reads = IntStream.range(0, PostgresConnections.POOL_SIZE)
                    .mapToObj(i -> {
                        CountDownLatch busy = new CountDownLatch(1);
                        Future<Boolean> read = requests.submit(() -> store.read(connection -> {
                            busy.countDown();
                            return isReached(looked);
                        }));
                        // One after the other: the pool makes a connection for each, and nobody waits for one for long.
                        assertThat(isReached(busy)).isTrue();
                        return read;
                    })
                    .toList();
            try {

                assertThat(store.<Boolean>readAside(connection -> connection.isValid(1)))
                        .isTrue();
            } finally {
                looked.countDown();
            }
            for (Future<Boolean> read : reads) {
                assertThat(read.get()).isTrue();
            }
        }
    }

    private static boolean isReached(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long tables(TestDatabase database) throws Exception {
        Database.Postgres postgres = (Database.Postgres) database.database();
        try (HikariDataSource pool = new PostgresConnections(postgres).pool();
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")) {
            count.next();
            return count.getLong(1);
        }
    }
}
