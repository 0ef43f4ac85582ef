package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.config.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

class SqliteStoreTest {

    @TempDir
    private Path directory;

    private Path file;
    private Store store;

    @BeforeEach
    void open() {
        file = directory.resolve("volume/mastio.db");
        store = Store.open(new Database.Sqlite(file));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void makesTheFileAndAnswers() throws Exception {
        Files.createDirectory(file.getParent());

        store.ask();

        assertThat(file).exists();
    }

    @Test
    void letsNobodyElseReadTheFileAndThoseBesideIt() throws Exception {
        Files.createDirectory(file.getParent());

        store.ask();
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("CREATE TABLE a (b)");
            }
        });

        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files)
                    .extracting(each -> each.getFileName() + " "
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .contains("mastio.db rw-------", "mastio.db-wal rw-------")
                    .allMatch(each -> each.endsWith(" rw-------"));
        }
    }

    /** Closed in the middle of the first attempt to make its tables, which begins with the store: each round in another. */
    @Test
    void makesNoFileOnceItIsClosed() throws Exception {
        for (int round = 0; round < 30; round++) {
            Path volume = Files.createDirectory(directory.resolve("closed-" + round));
            Store closed = Store.open(new Database.Sqlite(volume.resolve("mastio.db")));
            TimeUnit.MILLISECONDS.sleep(round);

            closed.close();

            try (Stream<Path> files = Files.list(volume)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
            }
            Files.delete(volume);
        }
    }

    @Test
    void makesNoFileForWhoAsksOnceItIsClosed() throws Exception {
        store.close();
        Files.createDirectory(file.getParent());

        assertThatThrownBy(store::ask).isInstanceOf(StoreUnavailable.class).hasMessageContaining("closed");

        assertThat(file.getParent()).isEmptyDirectory();
    }

    @Test
    void makesNoFilesBesideItsOwnForWhoReadsOnceItIsClosed() throws Exception {
        Files.createDirectory(file.getParent());
        store.ask();
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Boolean> closing = new CompletableFuture<>();
        FutureTask<Boolean> reader = new FutureTask<>(() -> store.read(connection -> {
            reading.countDown();
            return closing.join();
        }));
        Thread.startVirtualThread(reader);
        assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
        closing.completeOnTimeout(true, 300, TimeUnit.MILLISECONDS);

        store.close();

        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
        assertThat(reader.get()).isTrue();
    }

    @Test
    void lendsNoReaderOnceReadersAreClosed() throws Exception {
        Files.createDirectory(file.getParent());
        store.ask();
        store.close();
        SqliteReaders readers = new SqliteReaders(new SqliteFile(file, SQLiteConfig.SynchronousMode.FULL));
        assertThat(readers.<Boolean>read(connection -> true)).isTrue();

        readers.close();

        assertThatThrownBy(() -> readers.read(connection -> true))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("closed");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void leavesThePermissionsOfAFileThatIsThere() throws Exception {
        Path there = Files.createFile(directory.resolve("there.db"));
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-r-----"));

        try (Store another = Store.open(new Database.Sqlite(there))) {
            another.ask();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void answersOnceTheVolumeIsThere() throws Exception {
        assertThatThrownBy(store::ask).isInstanceOf(SQLException.class);

        Files.createDirectory(file.getParent());

        assertThatCode(store::ask).doesNotThrowAnyException();
    }

    @Test
    void noticesThatTheFileIsGoneThoughTheConnectionStillWorks() throws Exception {
        Files.createDirectory(file.getParent());
        store.ask();

        Files.move(file, directory.resolve("elsewhere.db"));

        assertThatThrownBy(store::ask).hasMessageContaining(file.toString()).hasMessageContaining("is gone");
    }

    @Test
    void answersAgainWhenTheFileIsBack() throws Exception {
        Files.createDirectory(file.getParent());
        store.ask();
        Files.move(file, directory.resolve("elsewhere.db"));
        assertThatThrownBy(store::ask).isInstanceOf(SQLException.class);

        Files.move(directory.resolve("elsewhere.db"), file);

        assertThatCode(store::ask).doesNotThrowAnyException();
    }

    @Test
    void doesNotPutAnEmptyDatabaseInThePlaceOfALostOne() throws Exception {
        Files.createDirectory(file.getParent());
        store.ask();
        Files.move(file, directory.resolve("elsewhere.db"));

        assertThatThrownBy(store::ask).isInstanceOf(SQLException.class);
        assertThatThrownBy(store::ask).isInstanceOf(SQLException.class);

        assertThat(file).doesNotExist();
    }

    @Test
    void acknowledgesNoWriteToAFileThatIsGone() throws Exception {
        Files.createDirectory(file.getParent());
        store.ask();
        Files.move(file, directory.resolve("elsewhere.db"));

        assertThatThrownBy(() -> store.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute("CREATE TABLE thing (id INTEGER)");
                    }
                }))
                .isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void aTurnIsTakenBehindWhoeverWrites() throws Exception {
        Files.createDirectory(file.getParent());
        store.ask();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        FutureTask<Boolean> change = new FutureTask<>(() -> store.write(connection -> {
            begun.countDown();
            try (Statement statement = connection.createStatement()) {
                return awaited(released) && statement.execute("CREATE TABLE written (a)");
            }
        }));
        FutureTask<Boolean> turn = new FutureTask<>(() -> {
            store.takeTurn();
            return store.read(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement
                            .executeQuery("SELECT 1 FROM sqlite_schema WHERE name = 'written'")
                            .next();
                }
            });
        });
        Thread.startVirtualThread(change);
        begun.await();

        Thread waiting = Thread.startVirtualThread(turn);
        await().until(() -> turn.isDone() || isWithTheWriter(waiting));
        released.countDown();

        assertThat(turn.get()).isTrue();
    }

    @Test
    void aTurnLeavesNothingInTheFile() throws Exception {
        Files.createDirectory(file.getParent());
        store.ask();
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("CREATE TABLE thing (id INTEGER)");
            }
        });
        Path log = file.resolveSibling("mastio.db-wal");
        byte[] before = Files.readAllBytes(log);

        for (int i = 0; i < 100; i++) {
            store.takeTurn();
        }

        assertThat(before).isNotEmpty();
        assertThat(Files.readAllBytes(log)).isEqualTo(before);
    }

    @Test
    void saysSoWhenTheFileIsNoDatabase() throws Exception {
        Path made = Files.createDirectory(directory.resolve("made"));
        Files.writeString(made.resolve(file.getFileName()), "certainly not a database ".repeat(100));

        // At once: the store tries by itself meanwhile, and makes a database where the folder is empty.
        Files.move(made, file.getParent());

        assertThatThrownBy(store::ask).hasMessageContaining("not a database");
    }

    private static boolean awaited(CountDownLatch released) throws SQLException {
        try {
            return released.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    private static boolean isWithTheWriter(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(SqliteWriter.class.getName()));
    }
}
