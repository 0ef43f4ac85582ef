package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramsTest {

    private final Programs programs = Programs.parse("""
            programs:
            - image: proxy
              command: ["${java.home}/bin/java"]
              args: [-jar, proxy.jar]
            - image: exact:2
              command: [two]
            """);

    @ParameterizedTest
    @ValueSource(
            strings = {"proxy", "proxy:1.0", "ghcr.io/mastio/proxy:dev", "localhost:5000/proxy", "proxy@sha256:abc"})
    void oneWithoutTagAndRegistryAnswersForAll(String image) {
        assertThat(programs.find(image)).map(Program::args).contains(List.of("-jar", "proxy.jar"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reverse-proxy", "proxy/other", "exact", "exact:3", "unknown"})
    void anImageThatNothingStandsForIsNotGuessed(String image) {
        assertThat(programs.find(image)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres:17", "docker.io/library/postgres:17-alpine"})
    void postgresIsAlwaysThere(String image) {
        assertThat(programs.find(image)).map(Program::stopSignal).contains("INT");
    }

    @Test
    void aFileThatIsNoProgramsFileSaysWhatOneLooksLike(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("programs.yaml"), "- just\n- a list\n");

        assertThatThrownBy(() -> Programs.load(file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("programs: [{image: ..., command: [...]}]");
    }
}
