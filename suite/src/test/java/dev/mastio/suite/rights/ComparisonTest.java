package dev.mastio.suite.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.suite.audit.AuditLog;
import dev.mastio.suite.audit.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    private static final String OPERATOR = "system:serviceaccount:mastio-system:mastio-operator";
    private static final String SOAK = "system:serviceaccount:shop:demo-soak";
    private static final Right LIST = new Right("ClusterRole a", "", "deployments.apps", "list", List.of());
    private static final Right PATCH = new Right("ClusterRole a", "", "deployments.apps", "patch", List.of());
    private static final Right CREATE = new Right("ClusterRole a", "", "deployments.apps", "create", List.of());
    private static final Right REPORT =
            new Right("Role INSTANCE-soak", "NAMESPACE", "deployments.apps", "get", List.of("INSTANCE-soak-report"));

    @TempDir
    private Path folder;

    @Test
    void everyRightThatWasUsedIsExact() throws IOException {
        Comparison comparison = operator(
                List.of(LIST, PATCH, CREATE),
                event(1, OPERATOR, "list", "shop", "", 200, "allow", ""),
                // Applied, and not there before.
                event(2, OPERATOR, "patch", "shop", "demo", 201, "allow", ""));

        assertThat(comparison.isExact()).isTrue();
        assertThat(comparison.uses())
                .containsEntry(LIST, 1)
                .containsEntry(PATCH, 1)
                .containsEntry(CREATE, 1);
    }

    @Test
    void aRightThatNothingUsedIsNamed() throws IOException {
        Comparison comparison =
                operator(List.of(PATCH, CREATE), event(1, OPERATOR, "patch", "shop", "demo", 200, "allow", ""));

        assertThat(comparison.unused()).containsExactly(CREATE);
        assertThat(comparison.isExact()).isFalse();
    }

    @Test
    void aRefusedRequestIsNamedAndUsesNoRight() throws IOException {
        Comparison comparison = operator(
                List.of(LIST), event(1, OPERATOR, "list", "shop", "", 403, "forbid", "deployments is forbidden"));

        assertThat(comparison.refused()).hasSize(1);
        assertThat(comparison.unused()).containsExactly(LIST);
    }

    @Test
    void aRightThatCannotBeHandedOnIsARefusalToo() throws IOException {
        String message = "is attempting to grant RBAC permissions not currently held";
        Comparison comparison = operator(List.of(), event(1, OPERATOR, "patch", "shop", "demo", 403, "allow", message));

        assertThat(comparison.refused()).hasSize(1);
    }

    @Test
    void whatIsRefusedInANamespaceThatIsGoingSaysNothing() throws IOException {
        Comparison comparison = operator(
                List.of(),
                event(1, OPERATOR, "patch", "shop", "demo", 403, "allow", "because it is being terminated"),
                namespaceDeleted(2, "shop"),
                event(3, OPERATOR, "list", "shop", "", 403, "forbid", "no binding any more"));

        assertThat(comparison.refused()).isEmpty();
    }

    @Test
    void aRequestThatNoShippedRoleLetsInIsNamed() throws IOException {
        Comparison comparison = operator(List.of(PATCH), event(1, OPERATOR, "list", "shop", "", 200, "allow", ""));

        assertThat(comparison.foreign()).hasSize(1);
        assertThat(comparison.isExact()).isFalse();
    }

    @Test
    void aSoakIsHeldToTheNamesOfItsOwnInstance() throws IOException {
        List<Request> log = read(
                event(1, SOAK, "get", "shop", "demo-soak-report", 200, "allow", ""),
                event(2, SOAK, "get", "shop", "other-soak-report", 200, "allow", ""));

        Comparison comparison = Comparison.of(Account.SOAK, List.of(REPORT), log);

        assertThat(comparison.uses().values()).containsExactly(1);
        assertThat(comparison.foreign()).extracting(Request::name).containsExactly("other-soak-report");
    }

    @Test
    void aProxyMayAskNothing() throws IOException {
        List<Request> log = read(event(
                1, "system:serviceaccount:mastio-test-a-1:demo", "list", "mastio-test-a-1", "", 200, "allow", ""));

        assertThat(Comparison.of(Account.PROXY, List.of(), log).foreign()).hasSize(1);
        assertThat(Comparison.of(Account.SOAK, List.of(), log).requests()).isZero();
    }

    @Test
    void aWatchCountsOnceAlthoughItsBeginningAndItsEndAreLogged() throws IOException {
        String line = event(1, OPERATOR, "list", "", "", 200, "allow", "");

        assertThat(read(line, line)).hasSize(1);
    }

    private Comparison operator(List<Right> rights, String... lines) throws IOException {
        return Comparison.of(Account.OPERATOR, rights, read(lines));
    }

    private List<Request> read(String... lines) throws IOException {
        return AuditLog.read(Files.write(folder.resolve("audit.log"), List.of(lines)));
    }

    private static String namespaceDeleted(int second, String name) {
        return event(second, "admin", "delete", "", name, 200, "allow", "")
                .replace("\"apiGroup\":\"apps\",", "")
                .replace("deployments", "namespaces");
    }

    private static String event(
            int second,
            String user,
            String verb,
            String namespace,
            String name,
            int code,
            String decision,
            String message) {
        return """
                {"auditID":"%d","requestReceivedTimestamp":"2026-11-27T12:00:%02d.000000Z","verb":"%s","user":{"username":"%s"},\
                "objectRef":{"apiGroup":"apps","resource":"deployments","namespace":"%s","name":"%s"},\
                "responseStatus":{"code":%d,"message":"%s"},"annotations":{"authorization.k8s.io/decision":"%s"}}""".formatted(second, second, verb, user, namespace, name, code, message, decision);
    }
}
