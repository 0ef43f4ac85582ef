package dev.mastio.suite.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page tells of a run on real Kubernetes; what can be held to it anywhere is which rights there are. */
class RightsPageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void thePageShowsTheRightsOfTheShippedRolesAndNoOther() throws IOException {
        ShippedRoles roles = ShippedRoles.in(ROOT);

        assertThat(RightsPage.shownBy(Files.readString(ROOT.resolve("docs/security/rbac.md"))))
                .as("after a change of roles: ./mastio test --cluster=real, then ./mastio rights --write")
                .hasSizeGreaterThan(40)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(roles.operator().stream(), roles.soak().stream())
                        .map(RightsPageTest::shown)
                        .toList());
    }

    @Test
    void whatIsWrittenCanBeReadAgain() {
        Right used = new Right("Role a", "n", "leases.coordination.k8s.io", "get", List.of("b"));
        Right unused = new Right("Role a", "n", "pods", "delete", List.of());
        Comparison comparison =
                new Comparison(Account.OPERATOR, 1234, Map.of(used, 1234, unused, 0), List.of(), List.of());

        String page = RightsPage.of(List.of(comparison));

        assertThat(page).contains("| Role a | leases.coordination.k8s.io b | 1234 |");
        assertThat(RightsPage.shownBy(page))
                .containsExactlyInAnyOrder("Role a: get leases.coordination.k8s.io b", "Role a: delete pods");
    }

    private static String shown(Right right) {
        RightsPage.Row row = RightsPage.Row.of(right);
        return "%s: %s %s".formatted(row.role(), right.verb(), row.resource());
    }
}
