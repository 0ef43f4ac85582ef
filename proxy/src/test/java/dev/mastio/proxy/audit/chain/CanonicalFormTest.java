package dev.mastio.proxy.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.crypto.Sha256;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts that are hashed, against vectors made elsewhere. */
class CanonicalFormTest {

    @ParameterizedTest
    @MethodSource("actionVectors")
    void actionsAreHashedAsTheVectorsSay(JsonNode vector) {
        HashFormat format = HashFormat.of(vector.path("hash_format").asText());
        String canonical = vector.path("canonical").asText();
        List<String> fields = List.of(canonical.split("\\|", -1));
        List<String> f = format == HashFormat.V2 ? fields.subList(1, fields.size()) : fields;
        ActionRow row = new ActionRow(
                Long.parseLong(f.get(0)),
                f.get(1),
                f.get(2),
                f.get(3),
                emptyAsNull(f.get(4)),
                f.get(5),
                emptyAsNull(f.get(6)),
                f.get(7),
                12.5,
                format == HashFormat.V2 ? f.get(8) : null,
                format == HashFormat.V2 ? f.get(9) : null);

        assertThat(row.canonical(format, vector.path("prev_hash").asText())).isEqualTo(canonical);
        assertThat(Sha256.hex(canonical)).isEqualTo(vector.path("row_hash").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme-v2.ndjson", "acme-v1-legacy.ndjson", "cross-acme.ndjson", "cross-bravo.ndjson"})
    void entriesOfOrganisationsAreHashedAsTheSamplesSay(String file) throws Exception {
        for (String line : sample(file).lines().toList()) {
            JsonNode entry = Json.read(line);
            if (entry.path("kind").asText().equals("entry")) {
                assertThat(Sha256.hex(row(entry)
                                .canonical(HashFormat.of(text(entry, "hash_format")), text(entry, "previous_hash"))))
                        .isEqualTo(entry.path("entry_hash").asText());
            }
        }
    }

    @Test
    void canonicalTextsAreTheWorkedExamples() throws Exception {
        List<String> expected = sample("vectors.txt")
                .lines()
                .filter(line -> line.startsWith("CANON"))
                .map(line -> line.substring("CANON  ".length()))
                .toList();

        List<String> canonical = sample("acme-v2.ndjson")
                .lines()
                .map(CanonicalFormTest::read)
                .filter(entry -> entry.path("kind").asText().equals("entry"))
                .map(entry -> row(entry).canonical(HashFormat.V2, text(entry, "previous_hash")))
                .toList();

        assertThat(canonical).hasSize(4).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-05-21T10:00:00.000001Z", "2026-05-21T10:00:00.000001999Z"})
    void timesHaveSixDigits(String time) {
        assertThat(AuditTime.text(Instant.parse(time))).isEqualTo("2026-05-21T10:00:00.000001+00:00");
    }

    @Test
    void timesHaveNoFractionWhenItIsZero() {
        assertThat(AuditTime.text(Instant.parse("2026-05-21T10:00:02Z"))).isEqualTo("2026-05-21T10:00:02+00:00");
        assertThat(AuditTime.text(Instant.parse("2026-05-21T10:00:02.000000999Z")))
                .isEqualTo("2026-05-21T10:00:02+00:00");
    }

    static Stream<JsonNode> actionVectors() throws IOException {
        return Json.read(sample("audit_log-vectors.json")).valueStream();
    }

    private static OrgRow row(JsonNode entry) {
        return new OrgRow(
                entry.path("id").asLong(),
                entry.path("chain_seq").isNull()
                        ? null
                        : entry.path("chain_seq").asLong(),
                entry.path("org_id").asText(),
                entry.path("timestamp").asText(),
                entry.path("event_type").asText(),
                text(entry, "agent_id"),
                text(entry, "session_id"),
                entry.path("result").asText(),
                text(entry, "details"),
                text(entry, "peer_org_id"),
                text(entry, "principal_type"));
    }

    private static @Nullable String text(JsonNode entry, String name) {
        return entry.path(name).textValue();
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static JsonNode read(String line) {
        try {
            return Json.read(line);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = CanonicalFormTest.class.getResourceAsStream("/audit-sample/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
