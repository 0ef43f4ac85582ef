package dev.mastio.proxy.edge.upstream;

import static dev.mastio.proxy.wire.Route.ClientCertificate.IGNORED;
import static dev.mastio.proxy.wire.Route.ClientCertificate.OPTIONAL;
import static dev.mastio.proxy.wire.Route.ClientCertificate.REQUIRED;

import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.Route;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The paths that the original's edge passes on, and how. What is in none of these places it does not know. */
public final class Locations {

    private static final int USUAL = 1;
    /** For language models and tools: 600 s. */
    private static final int LONG = 10;
    /** For what may stay open all day: 86400 s. */
    private static final int A_DAY = 1440;

    private static final List<Location> IN_ORDER = List.of(
            known("/v1/(egress|agents|audit)(/.*)?", Family.EGRESS, REQUIRED),
            known("/v1/auth/(login-challenge|sign-challenged-assertion|sign-assertion)", Family.AUTH, REQUIRED),
            streaming("/v1/llm(/.*)?", Family.LLM),
            streaming("/v1/mcp(/.*)?", Family.MCP),
            open("/v1/auth(/.*)?", Family.AUTH),
            open("/v1/ingress(/.*)?", Family.INGRESS),
            open("/v1/enrollment(/.*)?", Family.ENROLLMENT),
            open("/v1/admin(/.*)?", Family.ADMIN),
            open("/v1/.*", Family.OTHER),
            known("/(health|healthz|readyz|live)", Family.HEALTH, IGNORED),
            open("/proxy(/.*)?", Family.ADMIN),
            known("/pdp(/.*)?", Family.OTHER, IGNORED),
            known("/\\.well-known(/.*)?", Family.PKI, IGNORED),
            known("/pki/ca\\.crt", Family.PKI, IGNORED),
            known("/static(/.*)?", Family.OTHER, IGNORED));

    private Locations() {}

    /** Where that decoded path is; the first place that has it counts. */
    public static Optional<Location> of(String path) {
        for (Location location : IN_ORDER) {
            if (location.has(path)) {
                return Optional.of(location);
            }
        }
        return Optional.empty();
    }

    private static Location known(String paths, Family family, Route.ClientCertificate certificate) {
        return new Location(Pattern.compile(paths), family, certificate, USUAL, false, false);
    }

    private static Location streaming(String paths, Family family) {
        return new Location(Pattern.compile(paths), family, OPTIONAL, LONG, true, false);
    }

    private static Location open(String paths, Family family) {
        return new Location(Pattern.compile(paths), family, IGNORED, A_DAY, false, true);
    }
}
