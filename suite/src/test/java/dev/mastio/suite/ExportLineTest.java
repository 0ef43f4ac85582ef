package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportLineTest {

    @ParameterizedTest
    @ValueSource(strings = {"/plain/kubeconfig", "/my projects/kubeconfig", "/it's $HOME; #1/kubeconfig"})
    void givesAShellThePathAsItIs(String path) throws Exception {
        Process shell = new ProcessBuilder(
                        "/bin/sh", "-c", ExportLine.of(Path.of(path)) + "\nprintf %s \"$KUBECONFIG\"")
                .start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(path);
    }

    @Test
    void hasNoQuotesThatItDoesNotNeed() {
        assertThat(ExportLine.of(Path.of("/plain/kubeconfig"))).isEqualTo("export KUBECONFIG=/plain/kubeconfig");
    }
}
