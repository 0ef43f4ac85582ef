package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoneServerTest {

    @TempDir
    private Path folder;

    @Test
    void hasNoSettingsButItsOwn() throws Exception {
        List<String> program = List.of("/usr/bin/env");
        try (LoneServer server =
                LoneServer.start(program, Map.of("MASTIO_OPS_PORT", "1"), LoneServer.anyAddress(), folder)) {
            server.process().onExit().join();

            assertThat(server.log()).content().isEqualToNormalizingNewlines("LC_ALL=C.UTF-8\nMASTIO_OPS_PORT=1\n");
        }
    }
}
