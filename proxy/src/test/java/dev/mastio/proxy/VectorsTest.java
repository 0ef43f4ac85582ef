package dev.mastio.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No member of the contract's vectors is there for nothing: a test reads it, or it is said here why none does. */
class VectorsTest {

    private static final Path TESTS = Path.of("src/test/java/dev/mastio/proxy");

    /** Which test reads each member. Those of {@code htu_normalised} are all read by one, whatever their names. */
    private static final Map<String, String> READ = Map.ofEntries(
            Map.entry("ec.private_scalar_hex", "auth/jose/VectorsTest"),
            Map.entry("ec.jwk", "auth/jose/VectorsTest"),
            Map.entry("ec.jkt", "auth/jose/VectorsTest"),
            Map.entry("ec.spki_pem", "pki/VectorsTest"),
            Map.entry("ec.fingerprint", "pki/VectorsTest"),
            Map.entry("ec.kid_if_used_as_mastio_key", "pki/VectorsTest"),
            Map.entry("ec.org_id_if_used_as_org_root", "pki/VectorsTest"),
            Map.entry("ec.pop_message", "pki/VectorsTest"),
            Map.entry("ec.pop_signature", "enrolment/ProofVectorsTest"),
            Map.entry("ec.status_message", "enrolment/ProofVectorsTest"),
            Map.entry("ec.status_signature", "enrolment/ProofVectorsTest"),
            Map.entry("rsa2048.spki_pem", "pki/VectorsTest"),
            Map.entry("rsa2048.fingerprint", "pki/VectorsTest"),
            Map.entry("rsa2048.pop_message", "pki/VectorsTest"),
            Map.entry("rsa2048.pop_signature", "enrolment/ProofVectorsTest"),
            Map.entry("rsa2048.pss_salt_bytes", "pki/PossessionProofTest"),
            Map.entry("messages.payload_json", "audit/chain/CanonicalJsonTest"),
            Map.entry("ath.token", "auth/dpop/ProofCheckTest"),
            Map.entry("ath.ath", "auth/dpop/ProofCheckTest"),
            Map.entry("htu_normalised", "auth/dpop/HttpUriTest"));

    /** What agents sign for each other: this proxy has no messages yet whose signatures it would check. */
    private static final Set<String> OF_MESSAGES = Set.of("messages.session_canonical", "messages.oneshot_canonical");

    @Test
    void eachMemberIsReadOrLeftOutForAReason() {
        Set<String> accounted = new TreeSet<>(READ.keySet());
        accounted.addAll(OF_MESSAGES);

        assertThat(members()).isEqualTo(accounted);
    }

    @ParameterizedTest
    @MethodSource("read")
    void theTestThatIsNamedReadsTheMember(Map.Entry<String, String> read) throws Exception {
        String test = Files.readString(TESTS.resolve(read.getValue() + ".java"));

        for (String name : read.getKey().split("\\.", -1)) {
            assertThat(test).contains("\"" + name + "\"");
        }
    }

    static Stream<Map.Entry<String, String>> read() {
        return READ.entrySet().stream();
    }

    private static Set<String> members() {
        Set<String> members = new TreeSet<>();
        for (Map.Entry<String, JsonNode> kind : Vectors.all().properties()) {
            if (kind.getKey().equals("htu_normalised")) {
                members.add(kind.getKey());
                continue;
            }
            kind.getValue().fieldNames().forEachRemaining(member -> members.add(kind.getKey() + "." + member));
        }
        return members;
    }
}
