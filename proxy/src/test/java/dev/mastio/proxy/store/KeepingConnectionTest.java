package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

class KeepingConnectionTest {

    private static final String INSERT = "INSERT INTO thing (id, name) VALUES (?, ?)";
    private static final String NAMES = "SELECT name FROM thing ORDER BY id";

    private SqliteFile file;
    private Connection connection;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        file = new SqliteFile(folder.resolve("mastio.db"), SynchronousMode.FULL);
        connection = file.writing().getConnection();
        execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    @Test
    void preparesAStatementOnce() throws Exception {
        PreparedStatement first = connection.prepareStatement(NAMES);
        first.close();

        try (PreparedStatement again = connection.prepareStatement(NAMES)) {
            assertThat(again).isSameAs(first);
        }
    }

    @Test
    void givesAnotherOneToWhoeverNeedsTheSameAtTheSameTime() throws Exception {
        insert(1, "one");
        insert(2, "two");
        try (PreparedStatement outer = connection.prepareStatement(NAMES);
                ResultSet row = outer.executeQuery()) {
            row.next();
            try (PreparedStatement inner = connection.prepareStatement(NAMES);
                    ResultSet other = inner.executeQuery()) {
                other.next();
            }

            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("two");
        }
    }

    @Test
    void forgetsWhatAStatementWasGiven() throws Exception {
        insert(1, "one");

        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, 2);
            insert.executeUpdate();
        }

        assertThat(value("SELECT name FROM thing WHERE id = 2")).isNull();
    }

    @Test
    void aQueryThatWasNotReadToItsEndHoldsNoSnapshot() throws Exception {
        insert(1, "one");
        insert(2, "two");
        try (PreparedStatement select = connection.prepareStatement(NAMES)) {
            select.executeQuery().next();
        }

        assertThat(value("PRAGMA wal_checkpoint(TRUNCATE)")).as("busy").isEqualTo("0");
    }

    @Test
    void aStatementThatFailedWorksAgain() throws Exception {
        insert(1, "one");
        assertThatThrownBy(() -> insert(1, "again")).isInstanceOf(SQLException.class);

        insert(2, "two");

        assertThat(value("SELECT count(*) FROM thing")).isEqualTo("2");
    }

    @Test
    void aStatementMayBeClosedTwice() throws Exception {
        insert(1, "one");
        PreparedStatement select = connection.prepareStatement(NAMES);
        select.close();
        select.close();

        assertThat(value(NAMES)).isEqualTo("one");
    }

    @Test
    void seesWhatHasBecomeOfATableMeanwhile() throws Exception {
        insert(1, "one");
        value("SELECT * FROM thing");
        execute("ALTER TABLE thing RENAME COLUMN name TO title");
        execute("ALTER TABLE thing ADD COLUMN name TEXT DEFAULT 'none'");

        assertThat(value(NAMES)).isEqualTo("none");
    }

    @Test
    void keepsNoMoreThanAFew() throws Exception {
        PreparedStatement eldest = connection.prepareStatement(NAMES);
        eldest.close();
        for (int i = 0; i < 200; i++) {
            value("SELECT " + i);
        }

        try (PreparedStatement again = connection.prepareStatement(NAMES)) {
            assertThat(again).isNotSameAs(eldest);
            assertThatCode(again::executeQuery).doesNotThrowAnyException();
        }
    }

    private void insert(int id, String name) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, id);
            insert.setString(2, name);
            insert.executeUpdate();
        }
    }

    private @Nullable String value(String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
