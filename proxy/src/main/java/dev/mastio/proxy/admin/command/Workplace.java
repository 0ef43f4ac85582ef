package dev.mastio.proxy.admin.command;

import dev.mastio.proxy.admin.AdminPassword;
import dev.mastio.proxy.audit.AuditExport;
import dev.mastio.proxy.enrolment.Approval;
import dev.mastio.proxy.pki.Pki;
import dev.mastio.proxy.pki.Rotation;
import dev.mastio.proxy.registry.Agents;
import dev.mastio.proxy.registry.Principals;

/**
 * What commands work with: the same as the running service, on the same store.
 *
 * @param leaving gives it back
 */
public record Workplace(
        Pki pki,
        Rotation rotation,
        Agents agents,
        Principals principals,
        Approval approval,
        AdminPassword password,
        AuditExport audit,
        Runnable leaving)
        implements AutoCloseable {

    @Override
    public void close() {
        leaving.run();
    }

    /** Opens one, as the environment says. */
    @FunctionalInterface
    public interface Entrance {

        /**
         * Opens it.
         *
         * @param create whether there need be nothing yet
         * @throws UnusableException with what to do, if that cannot be
         */
        Workplace open(boolean create) throws UnusableException;
    }

    /** There is nothing to work with; the message says what to do. */
    public static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        /** With what to do. */
        public UnusableException(String advice) {
            super(advice);
        }
    }
}
