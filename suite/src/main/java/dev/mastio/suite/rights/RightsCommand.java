package dev.mastio.suite.rights;

import dev.mastio.suite.Distribution;
import dev.mastio.suite.audit.AuditLog;
import dev.mastio.suite.audit.Request;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./mastio rights}. */
@Command(
        name = "rights",
        mixinStandardHelpOptions = true,
        description = {
            "Compares the rights of the operator and of soaks with what they did in the last ./mastio test --cluster=real.",
            "Exit code 0 only if nothing was refused and every right was used."
        })
public final class RightsCommand implements Callable<Integer> {

    private static final Path LOG = Path.of("target/audit.log");
    private static final Path PAGE = Path.of("docs/security/rbac.md");

    @Option(names = "--write", description = "Write docs/security/rbac.md, if the rights are exact.")
    private boolean write;

    /** Where the suite leaves the audit log of its cluster. */
    public static Path log(Distribution distribution) {
        return distribution.root().resolve(LOG);
    }

    @Override
    public Integer call() throws IOException {
        Distribution distribution = Distribution.fromProperties();
        Path log = log(distribution);
        if (!Files.exists(log))
            throw new IOException("%s is missing: run ./mastio test --cluster=real first".formatted(LOG));
        ShippedRoles roles = ShippedRoles.in(distribution.root());
        List<Request> requests = AuditLog.read(log);
        List<Comparison> comparisons = Arrays.stream(Account.values())
                .map(account -> Comparison.of(account, roles.of(account), requests))
                .toList();
        comparisons.forEach(comparison -> tell(comparison, System.out));
        boolean exact = comparisons.stream().allMatch(Comparison::isExact);
        if (exact && write) Files.writeString(distribution.root().resolve(PAGE), RightsPage.of(comparisons));
        return exact ? 0 : 1;
    }

    private static void tell(Comparison comparison, PrintStream out) {
        out.printf(
                "Rights of %s: %d, of which %d were not used and %d are asked for in other ways (docs/security/rbac.md); %d requests, %d refused, %d by other roles%n",
                comparison.account(),
                comparison.uses().size(),
                comparison.unused().size(),
                comparison.takenByNoRequest(),
                comparison.requests(),
                comparison.refused().size(),
                comparison.foreign().size());
        comparison.unused().forEach(right -> out.println("  not used: " + right));
        comparison.refused().forEach(request -> out.println("  refused: " + request));
        comparison.foreign().forEach(request -> out.println("  by another role: " + request));
    }
}
