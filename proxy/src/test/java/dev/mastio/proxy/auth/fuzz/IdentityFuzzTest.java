package dev.mastio.proxy.auth.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mastio.proxy.auth.certificate.CertificateIdentity;
import dev.mastio.proxy.auth.principal.PrincipalId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The same for names of principals, see {@link ParserFuzzTest}; and no two texts may name the same one, nor one text two. */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class IdentityFuzzTest {

    private static final String DOMAIN = "spiffe://mastio.example/";

    /** Were they refused early, the targets would compare nothing. */
    @Test
    void goodInputsGoAllTheWay() throws Exception {
        PrincipalId bot = new PrincipalId("acme", PrincipalId.Type.AGENT, "bot");
        PrincipalId job = new PrincipalId("acme", PrincipalId.Type.WORKLOAD, "job");

        assertThat(PrincipalId.parse(stored("principal/agent"))).contains(bot);
        assertThat(PrincipalId.parse(stored("principal/workload"))).contains(job);
        assertThat(PrincipalId.parseSpiffe(stored("spiffe/agent"))).contains(bot);
        assertThat(PrincipalId.parseSpiffe(stored("spiffe/workload"))).contains(job);
        assertThat(identity(stored("certificate/both"))).contains(job);
        assertThat(identity(stored("certificate/common-name"))).contains(bot);
    }

    @FuzzTest
    void principal(byte[] input) {
        String text = new String(input, UTF_8);
        PrincipalId.parse(text).ifPresent(id -> {
            check(id);
            if (!id.text().equals(text)) {
                throw new AssertionError("a second text for " + id);
            }
        });
    }

    @FuzzTest
    void spiffe(byte[] input) {
        PrincipalId.parseSpiffe(new String(input, UTF_8)).ifPresent(IdentityFuzzTest::check);
    }

    /** Of the first line as common name and the others as addresses. */
    @FuzzTest
    void certificate(byte[] lines) {
        String text = new String(lines, UTF_8);
        identity(text).ifPresent(id -> {
            check(id);
            boolean named = text.lines().findFirst().orElseThrow().equals(id.text())
                    || text.lines()
                            .skip(1)
                            .anyMatch(line -> PrincipalId.parseSpiffe(line).equals(Optional.of(id)));
            if (!named) {
                throw new AssertionError("nothing names " + id);
            }
        });
    }

    private static void check(PrincipalId id) {
        String uri = DOMAIN + id.org() + "/" + id.type().label() + "/" + id.name();
        if (!PrincipalId.parse(id.text()).equals(Optional.of(id))
                || !PrincipalId.parseSpiffe(uri).equals(Optional.of(id))) {
            throw new AssertionError("named otherwise by its own text: " + id);
        }
    }

    private static Optional<PrincipalId> identity(String lines) {
        return UnsignedCertificates.of(lines.lines().toList()).flatMap(CertificateIdentity::of);
    }

    private static String stored(String name) throws IOException {
        try (InputStream in = IdentityFuzzTest.class.getResourceAsStream("IdentityFuzzTestInputs/" + name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
