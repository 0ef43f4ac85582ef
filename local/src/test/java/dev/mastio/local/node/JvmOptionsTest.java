package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmOptionsTest {

    private final MountPaths paths = new MountPaths(Path.of("/a b/c"), List.of("/tmp"));

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            -Xmx64m -Da=/tmp -Xms1m     | -Xmx64m "-Da=/a b/c/tmp" -Xms1m
            -Da="/tmp/x y"              | "-Da=/a b/c/tmp/x y"
            -Da='/tmp/"x"'              | '-Da=/a b/c/tmp/"x"'
            -Da="x y" -Db=/var/tmp      | -Da="x y" -Db=/var/tmp
            """, delimiter = '|')
    void quotesAnOptionWhosePathHasGotABlank(String options, String moved) {
        assertThat(JvmOptions.moved(JvmOptions.VARIABLE, options, paths::rewrite))
                .isEqualTo(moved);
    }

    @Test
    void leavesOtherVariablesWithoutQuotes() {
        assertThat(JvmOptions.moved("TMPDIR", "/tmp", paths::rewrite)).isEqualTo("/a b/c/tmp");
    }

    @Test
    void quotesThePathOfTheHostsFile() {
        assertThat(JvmOptions.of(new ContainerBuilder().build(), "-Xmx64m", Path.of("/a b/hosts")))
                .isEqualTo("-Xmx64m \"-Djdk.net.hosts.file=/a b/hosts\"");
    }
}
