package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.pki.Authority;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.PkiException;
import dev.mastio.proxy.wire.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code admin bootstrap}. */
@Command(
        name = "bootstrap",
        description =
                "Makes tables, certification and, if asked, the administrators' password. What is there already stays.",
        mixinStandardHelpOptions = true)
final class BootstrapCommand extends Work {

    private final InputStream in;

    @Option(names = "--password-stdin", description = "take the administrators' password from standard input")
    private boolean withPassword;

    BootstrapCommand(Workplace.Entrance entrance, InputStream in, PrintStream out, PrintStream err) {
        super(entrance, out, err);
        this.in = in;
    }

    @Override
    boolean creates() {
        return true;
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException, PkiException, IOException {
        workplace.pki().load();
        Authority authority = workplace.pki().required();
        say("organisation: " + authority.org());
        say("trust domain: " + authority.trustDomain());
        say("SHA-256 of the Org Root: " + Fingerprints.of(authority.root()));
        say("key that signs tokens: " + authority.tokenKey().kid());
        if (withPassword) {
            workplace.password().choose(GivenPassword.read(in), operator());
            say("password: set");
        }
    }
}
