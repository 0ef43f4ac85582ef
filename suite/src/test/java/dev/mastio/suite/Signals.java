package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

/** Signals that Java has no call for. */
final class Signals {

    private Signals() {}

    static void send(String name, ProcessHandle process) throws Exception {
        // The shell's own: not each machine has a program of that name.
        int code = new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
    }
}
