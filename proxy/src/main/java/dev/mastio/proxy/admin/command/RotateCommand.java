package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.pki.PkiException;
import dev.mastio.proxy.pki.Rotation;
import dev.mastio.proxy.wire.Refusal;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code admin rotate}. */
@Command(
        name = "rotate",
        description =
                "Replaces the Intermediate and the key that signs tokens. Agents that it certified must enrol again before the grace"
                        + " is over.",
        mixinStandardHelpOptions = true)
final class RotateCommand extends Work {

    private static final int MAX_DAYS = 90;

    @Option(names = "--dry-run", description = "only say whether it could be done")
    private boolean rehearsal;

    @Option(
            names = "--grace-days",
            paramLabel = "DAYS",
            defaultValue = "14",
            description =
                    "how long what the former ones signed stays good, from 1 to 90; ${DEFAULT-VALUE} unless given")
    private int days;

    RotateCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException, PkiException {
        if (days < 1 || days > MAX_DAYS) {
            throw new Refusal(422, "--grace-days must be from 1 to " + MAX_DAYS);
        }
        workplace.pki().load();
        Rotation rotation = workplace.rotation();
        Rotation.Outcome outcome =
                rehearsal ? rotation.rehearse() : rotation.rotateIntermediate(Duration.ofDays(days), operator());
        say(rehearsal ? "could be rotated: " + outcome.formerName() : "rotated: " + outcome.newName());
        outcome.newKid().ifPresent(kid -> say("key that signs tokens: " + kid));
    }
}
