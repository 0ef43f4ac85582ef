package dev.mastio.proxy.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationsTest {

    @ParameterizedTest
    @EnumSource(Store.Kind.class)
    void theIndexListsEveryFileInOrder(Store.Kind kind) throws Exception {
        Path folder =
                Path.of("src/main/resources/dev/mastio/proxy/store", kind.name().toLowerCase(Locale.ROOT));

        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sql"))
                    .sorted()
                    .toList();
            assertThat(new Migrations(kind).files()).isEqualTo(names);
        }
    }

    @Test
    void bothKindsHaveTheSameSteps() {
        assertThat(new Migrations(Store.Kind.SQLITE).files()).isEqualTo(new Migrations(Store.Kind.POSTGRES).files());
    }
}
