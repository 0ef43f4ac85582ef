package dev.mastio.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosureTest {

    @Test
    void takesWhatTheLoaderFindsAndTheLoaderItself() {
        List<Path> libraries = Closure.read("""
                \tlinux-vdso.so.1 (0x00007f14cbfb7000)
                \tlibjli.so => /opt/jdk/bin/../lib/libjli.so (0x00007f14cbf8d000)
                \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f14cbda2000)
                \t/lib64/ld-linux-x86-64.so.2 (0x00007f14cbfb9000)
                """);

        assertThat(libraries)
                .containsExactly(
                        Path.of("/opt/jdk/lib/libjli.so"),
                        Path.of("/lib/x86_64-linux-gnu/libc.so.6"),
                        Path.of("/lib64/ld-linux-x86-64.so.2"));
    }

    @Test
    void findsTheCLibraryOfThisJava() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");

        assertThat(Closure.of(List.of(java)))
                .anySatisfy(library -> assertThat(library.getFileName()).hasToString("libc.so.6"))
                .allSatisfy(library -> assertThat(library).isAbsolute().exists());
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Closure.of(List.of(Path.of("/no/such/program"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/no/such/program");
    }
}
