package dev.mastio.suite.measure.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mastio.suite.audit.AuditLog;
import dev.mastio.suite.audit.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggedWritesTest {

    private static final String OPERATOR = AuditLog.OPERATOR;

    @TempDir
    private Path folder;

    @Test
    void countsWhatTheOperatorWroteSinceTheStartAndTellsItsLeaseApart() throws IOException {
        Path log = Files.write(
                folder.resolve("audit.log"),
                List.of(
                        line("1", "10:00:00", OPERATOR, "patch", "apps", "deployments"),
                        line("2", "10:00:10", OPERATOR, "update", "coordination.k8s.io", "leases"),
                        line("3", "10:00:11", OPERATOR, "list", "apps", "deployments"),
                        line("4", "10:00:12", "system:kube-controller-manager", "update", "apps", "deployments"),
                        line("5", "10:00:13", OPERATOR, "patch", "apps", "deployments")));

        LoggedWrites writes = LoggedWrites.since(Instant.parse("2026-11-28T10:00:05Z"), log);

        assertThat(writes.leases()).isOne();
        assertThat(writes.others())
                .extracting(Request::verb, request -> request.at().toString())
                .containsExactly(tuple("patch", "2026-11-28T10:00:13Z"));
    }

    private static String line(String id, String time, String user, String verb, String group, String resource) {
        return """
                {"auditID":"%s","requestReceivedTimestamp":"2026-11-28T%sZ","user":{"username":"%s"},"verb":"%s",\
                "objectRef":{"apiGroup":"%s","resource":"%s","namespace":"mastio-system","name":"mastio-operator"},"responseStatus":{"code":200}}""".formatted(id, time, user, verb, group, resource);
    }
}
