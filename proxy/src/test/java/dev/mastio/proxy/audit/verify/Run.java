package dev.mastio.proxy.audit.verify;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** A run of {@code audit verify}. */
public record Run(int exitCode, String output) {

    /** With those arguments. */
    public static Run of(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exitCode = new CommandLine(new VerifyCommand(out, out)).execute(arguments);
        return new Run(exitCode, bytes.toString(StandardCharsets.UTF_8));
    }

    /** What it printed, line by line. */
    public List<String> lines() {
        return output.lines().toList();
    }
}
