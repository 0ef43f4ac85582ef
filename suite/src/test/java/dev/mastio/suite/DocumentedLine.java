package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A {@code kubectl} line of the documentation, for a shell.
 *
 * @param text whose first word is {@code kubectl}
 */
record DocumentedLine(String text) {

    /** Not begun yet; with that program, in that folder, at that cluster. */
    ProcessBuilder by(String kubectl, Path folder, Path kubeconfig) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "exec " + text.replaceFirst("kubectl", kubectl))
                .directory(folder.toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        return builder;
    }

    /** Waits until it succeeds. What it printed. */
    String printedBy(Process process) throws Exception {
        FutureTask<String> printed =
                new FutureTask<>(() -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        Thread.startVirtualThread(printed);
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).as(text).isTrue();
        assertThat(process.exitValue()).as(text + "\n" + printed.get()).isZero();
        return printed.get();
    }
}
