package dev.mastio.local.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    private Path directory;

    @Test
    void aDiskThatIsFullForAMomentCostsTheRefusedChangeAndNothingElse() throws IOException {
        FullDisk disk = new FullDisk(appending("objects.journal"));
        try (Journal journal = new Journal(directory.resolve("objects.journal"), appending("lock"), disk)) {
            journal.write(key("before"), object("before"), Map.of());

            disk.fill();
            assertThatThrownBy(() -> journal.write(key("refused"), object("refused"), Map.of()))
                    .hasMessageContaining("objects.journal")
                    .hasMessageContaining("No space left on device");
            disk.clear();

            journal.write(key("after"), object("after"), Map.of());
        }

        try (Journal again = Journal.in(directory)) {
            assertThat(again.read()).containsOnlyKeys(key("before"), key("after"));
        }
    }

    private FileChannel appending(String name) throws IOException {
        return FileChannel.open(directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Key key(String name) {
        return new Key("configmaps.", "default", name);
    }

    private static ObjectNode object(String name) {
        ObjectNode object = Json.object("v1", "ConfigMap");
        object.putObject("metadata").put("name", name);
        return object;
    }
}
