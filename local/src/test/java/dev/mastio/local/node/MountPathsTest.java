package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountPathsTest {

    private final MountPaths paths = new MountPaths(Path.of("/pods/p/c"), List.of("/data", "/data/deep/", "/etc/tls"));

    @ParameterizedTest
    @CsvSource({
        "/data, /pods/p/c/data",
        "/data/x.db, /pods/p/c/data/x.db",
        "/data/deep/y, /pods/p/c/data/deep/y",
        "sqlite:////data/x.db, sqlite:////pods/p/c/data/x.db",
        "--cert=/etc/tls/tls.crt, --cert=/pods/p/c/etc/tls/tls.crt",
        "-Da=/data:/etc/tls, -Da=/pods/p/c/data:/pods/p/c/etc/tls",
    })
    void movesAMountPathBelowTheContainersRoot(String text, String moved) {
        assertThat(paths.rewrite(text)).isEqualTo(moved);
    }

    @ParameterizedTest
    @CsvSource({"/database", "/var/data", "/data-old/x", "http://host.data/x", "https://example.org/data", "/etc/tls.d"
    })
    void leavesPathsAloneThatOnlyLookAlike(String text) {
        assertThat(paths.rewrite(text)).isEqualTo(text);
    }
}
