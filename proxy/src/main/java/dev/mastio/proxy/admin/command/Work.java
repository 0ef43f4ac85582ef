package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.admin.command.Workplace.UnusableException;
import dev.mastio.proxy.enrolment.Approval;
import dev.mastio.proxy.pki.PkiException;
import dev.mastio.proxy.wire.Refusal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** One command's work: opens the workplace, does it, and turns what goes wrong into a line and an exit code. */
abstract class Work implements Callable<Integer> {

    private static final int CANNOT = 1;
    private static final int REFUSED = 3;

    private final Workplace.Entrance entrance;
    private final PrintStream out;
    private final PrintStream err;

    Work(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        this.entrance = entrance;
        this.out = out;
        this.err = err;
    }

    /** Does it. */
    abstract void in(Workplace workplace) throws Refusal, SQLException, PkiException, IOException;

    /** Whether it is for a store that may be empty. */
    boolean creates() {
        return false;
    }

    /** Tells the result. */
    final void say(String line) {
        out.println(line);
    }

    /** Where results go. */
    final PrintStream output() {
        return out;
    }

    /** Whom audit rows are to name. */
    static String operator() {
        return "command line: " + System.getProperty("user.name", "unknown");
    }

    static void requireShort(String reason) throws Refusal {
        if (reason.length() > Approval.MAX_REASON) {
            throw new Refusal(422, "--reason must have at most " + Approval.MAX_REASON + " characters");
        }
    }

    static Refusal nobody() {
        return new Refusal(404, "there is no agent, user or workload of that id; `agents` shows all agents");
    }

    /** Those of Java's that are no more than a path. */
    private static String said(FileSystemException e) {
        return switch (e) {
            case FileAlreadyExistsException there -> "it is there already; give a new one";
            case NoSuchFileException missing -> "there is no such folder";
            case AccessDeniedException refused -> "permission denied";
            default -> e.getReason() == null ? "it cannot be written" : e.getReason();
        };
    }

    @Override
    public Integer call() {
        try (Workplace workplace = entrance.open(creates())) {
            in(workplace);
            return 0;
        } catch (Refusal refusal) {
            err.println(refusal.detail());
            return REFUSED;
        } catch (FileSystemException e) {
            err.println(e.getFile() + ": " + said(e));
            return CANNOT;
        } catch (UnusableException | SQLException | PkiException | IOException e) {
            err.println(e.getMessage());
            return CANNOT;
        }
    }
}
