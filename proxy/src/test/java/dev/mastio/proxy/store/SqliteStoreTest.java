package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.config.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void saysSoWhenTheFileIsNoDatabase() throws Exception {
        Path made = Files.createDirectory(directory.resolve("made"));
        Files.writeString(made.resolve(file.getFileName()), "certainly not a database ".repeat(100));

        // At once: the store tries by itself meanwhile, and makes a database where the folder is empty.
        Files.move(made, file.getParent());

        assertThatThrownBy(store::ask).hasMessageContaining("not a database");
    }
}
