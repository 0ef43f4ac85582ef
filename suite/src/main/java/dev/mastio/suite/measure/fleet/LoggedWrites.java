package dev.mastio.suite.measure.fleet;

import dev.mastio.suite.Installation;
import dev.mastio.suite.audit.AuditLog;
import dev.mastio.suite.audit.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The operator's writing requests as an API server's audit log has them.
 *
 * @param leases how many renew its Lease
 * @param others all that do not
 */
record LoggedWrites(long leases, List<Request> others) {

    private static final String LEASES = "leases.coordination.k8s.io";

    static LoggedWrites since(Instant start, Path auditLog) throws IOException {
        List<Request> writes = AuditLog.madeBy(auditLog, AuditLog.OPERATOR).stream()
                .filter(Request::isWrite)
                .filter(request -> !request.at().isBefore(start))
                .toList();
        List<Request> others =
                writes.stream().filter(request -> !isItsLease(request)).toList();
        return new LoggedWrites(writes.size() - others.size(), others);
    }

    private static boolean isItsLease(Request request) {
        return request.resource().equals(LEASES)
                && request.namespace().equals(Installation.NAMESPACE)
                && request.name().equals("mastio-operator");
    }

    @Override
    public String toString() {
        return "%d writing requests %sbut %d for its Lease"
                .formatted(others.size(), others.isEmpty() ? "" : others + " ", leases);
    }
}
