package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.sql.SQLException;
import picocli.CommandLine.Command;

/** {@code admin password}. */
@Command(
        name = "password",
        description = "Sets the administrators' password to the first line of standard input, and ends all sessions.",
        mixinStandardHelpOptions = true)
final class PasswordCommand extends Work {

    private final InputStream in;

    PasswordCommand(Workplace.Entrance entrance, InputStream in, PrintStream out, PrintStream err) {
        super(entrance, out, err);
        this.in = in;
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException, IOException {
        workplace.password().replace(GivenPassword.read(in), operator());
        say("password: set");
    }
}
