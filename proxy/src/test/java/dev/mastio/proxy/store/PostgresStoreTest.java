package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresStoreTest {

    @Test
    void aDatabaseThatComesBackEmptyIsMadeReadyWithoutAnybodysRequest(@TempDir Path directory) throws Exception {
        try (TestDatabase database = TestDatabase.fresh(Store.Kind.POSTGRES, directory)) {
            Store store = database.open();
            store.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("DROP SCHEMA public CASCADE");
                    return statement.execute("CREATE SCHEMA public");
                }
            });

            await("ready again")
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> store.ask());

            assertThat(store.<Boolean>read(connection -> connection.isValid(1))).isTrue();
        }
    }
}
