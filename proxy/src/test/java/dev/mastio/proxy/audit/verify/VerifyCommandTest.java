package dev.mastio.proxy.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.chain.ActionRow;
import dev.mastio.proxy.audit.chain.HashFormat;
import dev.mastio.proxy.audit.chain.OrgRow;
import dev.mastio.proxy.audit.proof.EcKeys;
import dev.mastio.proxy.crypto.Sha256;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {

    private static final String HEAD_OF_ACME = "47c6ac21da9d045ace97446fc6480f676f42260332725f01c7a63a16d9b37f35";

    @TempDir
    private Path directory;

    @BeforeEach
    void copySamples() throws IOException {
        for (String name : List.of(
                "acme-v2",
                "acme-v1-legacy",
                "tampered-row",
                "genesis-literal",
                "bad-anchor",
                "truncated-tail",
                "missing-row",
                "cross-acme",
                "cross-bravo",
                "partial-export")) {
            Files.writeString(file(name + ".ndjson"), sample(name + ".ndjson"));
        }
    }

    /** What the original's verifier printed for a command line, and with which exit code it ended. */
    record Outcome(String command, List<String> output, int exitCode) {
        @Override
        public String toString() {
            return command;
        }
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void findsAndSaysWhatTheOriginalsVerifierDoes(Outcome original) {
        String[] files = Pattern.compile("--bundle (\\S+)")
                .matcher(original.command())
                .results()
                .map(match -> file(match.group(1)).toString())
                .toArray(String[]::new);

        Run ours = Run.of(files);

        assertThat(ours.exitCode()).isEqualTo(original.exitCode());
        assertThat(ours.lines().stream().map(line -> line.replace(directory + "/", "")))
                .containsSubsequence(original.output());
    }

    @Test
    void theOracleHasAllItsOutcomes() throws Exception {
        assertThat(outcomes().map(Outcome::exitCode)).hasSize(10).contains(0, 2, 3, 4);
    }

    @Test
    void findsARowThatWasRemovedThoughTheOthersWereHashedAnew() throws Exception {
        List<ObjectNode> rows = entries("acme-v2.ndjson");
        rows.remove(1);
        write("rehashed.ndjson", rehashed(rows));

        Run run = Run.of(file("rehashed.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output())
                .contains("CHAIN GAP org=acme seq=3 id=3: expected seq=2")
                .doesNotContain("MISMATCH");
    }

    @Test
    void findsTheSameNumberTwice() throws Exception {
        List<ObjectNode> rows = entries("acme-v2.ndjson");
        rows.add(2, rows.get(1).deepCopy());
        write("doubled.ndjson", rehashed(rows));

        Run run = Run.of(file("doubled.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains("CHAIN GAP org=acme seq=2 id=2: expected seq=3");
    }

    @Test
    void findsRowsThatAreMissingAtTheEndWhenAHeadIsGiven() throws Exception {
        Path head = head("acme", 4, HEAD_OF_ACME);

        Run whole = Run.of("--head", head.toString(), file("acme-v2.ndjson").toString());
        Run truncated =
                Run.of("--head", head.toString(), file("truncated-tail.ndjson").toString());

        assertThat(whole.exitCode()).isZero();
        assertThat(truncated.exitCode()).isEqualTo(6);
        assertThat(truncated.output()).contains("TAIL MISSING org=acme seq=4").contains("the last row is seq=3");
    }

    @Test
    void findsAChainThatWasReplacedAsAWholeWhenAHeadIsGiven() throws Exception {
        Path head = head("acme", 4, HEAD_OF_ACME);
        List<ObjectNode> rows = entries("acme-v2.ndjson");
        rows.get(1).put("result", "denied");
        write("rewritten.ndjson", rehashed(rows));

        assertThat(Run.of(file("rewritten.ndjson").toString()).exitCode()).isZero();
        Run run = Run.of("--head", head.toString(), file("rewritten.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output()).contains("HEAD MISMATCH org=acme seq=4");
    }

    @Test
    void findsAChainThatIsMissingAsAWholeWhenAHeadIsGiven() throws Exception {
        Path head = head("bravo", 7, HEAD_OF_ACME);

        Run run = Run.of("--head", head.toString(), file("acme-v2.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output()).contains("TAIL MISSING org=bravo seq=7");
    }

    /** Every Mastio exports its actions under one name. */
    @Test
    void appliesNoHeadToTheChainOfAnotherMastioByTheSameName() throws Exception {
        List<ObjectNode> acme = rehashed(actions());
        List<ObjectNode> bravo = rehashed(actions().subList(0, 2));
        write("acme.ndjson", acme);
        write("bravo.ndjson", bravo);
        String head = head("__audit_log__", 3, acme.getLast().path("entry_hash").asText())
                .toString();
        String acmes = file("acme.ndjson").toString();
        String bravos = file("bravo.ndjson").toString();

        Run together = Run.of("--head", head, acmes, bravos);

        assertThat(together.exitCode()).isEqualTo(1);
        assertThat(together.output())
                .contains("the head given is about one chain org=__audit_log__")
                .contains(acmes + ", " + bravos)
                .contains("check each file by itself with its own head")
                .doesNotContain("TAIL MISSING", "HEAD MISMATCH", "OK ");
        assertThat(Run.of("--head", head, acmes).exitCode()).isZero();
        assertThat(Run.of(acmes, bravos).exitCode()).isZero();
    }

    @Test
    void appliesAHeadToTheOneFileThatHasItsChain() throws Exception {
        Path head = head(
                "acme",
                1,
                entries("cross-acme.ndjson").getLast().path("entry_hash").asText());

        Run run = Run.of(
                "--head",
                head.toString(),
                file("cross-acme.ndjson").toString(),
                file("cross-bravo.ndjson").toString());

        assertThat(run.exitCode()).isZero();
    }

    @Test
    void findsAFileThatWasCutOff() throws Exception {
        String range =
                "{\"kind\":\"range\",\"org_id\":\"acme\",\"from_seq\":1,\"to_seq\":4,\"previous_hash\":null,\"row_hash\":\""
                        + HEAD_OF_ACME + "\"}\n";
        Files.writeString(file("cut.ndjson"), range + sample("truncated-tail.ndjson"));

        Run run = Run.of(file("cut.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output()).contains("TAIL MISSING org=acme seq=4: known from the range announced");
    }

    /** As where two exports were put into one file: what the first one announced is not looked for any more. */
    @Test
    void findsRowsOfWhichTheFileSaysThatThereAreNone() throws Exception {
        String none =
                "{\"kind\":\"range\",\"org_id\":\"acme\",\"from_seq\":1,\"to_seq\":0,\"previous_hash\":null,\"row_hash\":\"\"}\n";
        Files.writeString(file("none.ndjson"), sample("acme-v2.ndjson") + none);

        Run run = Run.of(file("none.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output())
                .contains("TAIL MISSING org=acme: the range announced, from seq=1, has no rows, but the file has some");
    }

    @Test
    void aRangeWithoutRowsThatGoesOnFromAnotherRowThanTheHeadGivenIsFound() throws Exception {
        String none =
                "{\"kind\":\"range\",\"org_id\":\"acme\",\"from_seq\":5,\"to_seq\":4,\"previous_hash\":\"%s\",\"row_hash\":\"\"}\n";
        String kept = "a".repeat(64);
        Files.writeString(file("same.ndjson"), none.formatted(kept));
        Files.writeString(file("other.ndjson"), none.formatted("b".repeat(64)));
        String head = head("acme", 4, kept).toString();

        assertThat(Run.of("--head", head, file("same.ndjson").toString()).exitCode())
                .isZero();
        assertThat(Run.of("--head", head, file("other.ndjson").toString()).output())
                .contains("HEAD MISMATCH org=acme seq=4");
        assertThat(Run.of(
                                "--head",
                                head("acme", 5, kept).toString(),
                                file("same.ndjson").toString())
                        .output())
                .contains("TAIL MISSING org=acme seq=5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "{\"kind\":\"note\"}\n"})
    void findsAFileInWhichNothingIsLeft(String content) throws Exception {
        Files.writeString(file("nothing.ndjson"), content);

        Run run =
                Run.of(file("acme-v2.ndjson").toString(), file("nothing.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.lines())
                .contains("TAIL MISSING " + file("nothing.ndjson")
                        + ": it has neither a row nor a line that says there is none");
    }

    @Test
    void acceptsARangeThatSaysSo() throws Exception {
        String previous = entries("acme-v2.ndjson").get(1).path("entry_hash").asText();
        String range = "{\"kind\":\"range\",\"org_id\":\"acme\",\"from_seq\":3,\"to_seq\":4,\"previous_hash\":\""
                + previous + "\",\"row_hash\":\"" + HEAD_OF_ACME + "\"}\n";
        Files.writeString(file("range.ndjson"), range + sample("partial-export.ndjson"));

        Run run = Run.of(file("range.ndjson").toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("note: org=acme: rows before seq=3 are not in this file");
    }

    @Test
    void tiesAFileThatBeginsLaterToTheHeadBeforeIt() throws Exception {
        String previous = entries("acme-v2.ndjson").get(1).path("entry_hash").asText();
        String range = "{\"kind\":\"range\",\"org_id\":\"acme\",\"from_seq\":3,\"to_seq\":4,\"previous_hash\":\""
                + previous + "\",\"row_hash\":\"" + HEAD_OF_ACME + "\"}\n";
        String later = Files.writeString(file("later.ndjson"), range + sample("partial-export.ndjson"))
                .toString();

        assertThat(Run.of("--head", head("acme", 2, previous).toString(), later).exitCode())
                .isZero();
        Run replaced = Run.of("--head", head("acme", 2, HEAD_OF_ACME).toString(), later);
        assertThat(replaced.exitCode()).isEqualTo(6);
        assertThat(replaced.output()).contains("HEAD MISMATCH org=acme seq=2: the head given says " + HEAD_OF_ACME);
        assertThat(Run.of("--head", head("acme", 1, HEAD_OF_ACME).toString(), later)
                        .output())
                .contains("note: org=acme seq=1: the head given is before this file, which says nothing about it");
    }

    @Test
    void sortsRowsThatAreInDisorder() throws Exception {
        List<ObjectNode> rows = entries("acme-v2.ndjson");
        Collections.reverse(rows);
        write("reversed.ndjson", rows);

        assertThat(Run.of(file("reversed.ndjson").toString()).exitCode()).isZero();
    }

    @Test
    void findsEveryRowThatWasChanged() throws Exception {
        List<ObjectNode> rows = entries("acme-v2.ndjson");
        rows.get(0).put("event_type", "session_denied");
        rows.get(2).put("agent_id", "acme::mallory");
        write("twice.ndjson", rows);

        assertThat(Run.of(file("twice.ndjson").toString()).lines())
                .contains("CHAIN MISMATCH org=acme seq=1 id=1", "CHAIN MISMATCH org=acme seq=3 id=3")
                .filteredOn(line -> line.startsWith("CHAIN"))
                .hasSize(2);
    }

    @Test
    void findsCounterpartsThatDisagree() throws Exception {
        List<ObjectNode> bravo = entries("cross-bravo.ndjson");
        bravo.getFirst().put("result", "denied");
        List<ObjectNode> rehashed = rehashed(bravo);
        List<ObjectNode> acme = entries("cross-acme.ndjson");
        acme.getFirst()
                .put("peer_row_hash", rehashed.getFirst().path("entry_hash").asText());
        write("bravo.ndjson", rehashed);
        write("acme.ndjson", acme);

        Run run = Run.of(file("acme.ndjson").toString(), file("bravo.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.output()).contains("CROSS-REF DISAGREE id=1 org=acme: result differ");
    }

    /** The exported form of each action is right, its own hashes inside are not. */
    @Test
    void findsActionsWhoseOwnHashIsNotThatOfTheRow() throws Exception {
        List<ObjectNode> good = actions();
        List<ObjectNode> changed = actions();
        changed.get(1).put("details", details(changed.get(1)).replace("echo", "mail"));
        List<ObjectNode> shifted = actions();
        String hash = Json.read(details(shifted.get(1))).path("row_hash").asText();
        shifted.get(1).put("details", details(shifted.get(1)).replace(hash, "0".repeat(64)));
        List<ObjectNode> without = actions();
        without.get(2).put("details", "none");
        write("good.ndjson", rehashed(good));
        write("changed.ndjson", rehashed(changed));
        write("shifted.ndjson", rehashed(shifted));
        write("without.ndjson", rehashed(without));

        Run run = Run.of(file("changed.ndjson").toString());

        assertThat(Run.of(file("good.ndjson").toString()).exitCode()).isZero();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.lines())
                .containsExactly(
                        "ACTION MISMATCH org=__audit_log__ seq=2 id=2: row_hash in its details",
                        "VERIFY FAIL \u2014 1 problem(s)");
        assertThat(Run.of(file("shifted.ndjson").toString()).lines())
                .as("the row and the one that is chained to it")
                .contains(
                        "ACTION MISMATCH org=__audit_log__ seq=2 id=2: row_hash in its details",
                        "ACTION MISMATCH org=__audit_log__ seq=3 id=3: row_hash in its details");
        assertThat(Run.of(file("without.ndjson").toString()).output())
                .contains("ACTION MISMATCH org=__audit_log__ seq=3 id=3: row_hash in its details");
    }

    @Test
    void refusesTrustThatIsNone() throws Exception {
        String export = file("acme-v2.ndjson").toString();
        Path keys = Files.writeString(file("keys.json"), "{\"keys\":[]}");
        Path authorities = Files.writeString(file("none.pem"), "");

        Run withoutKeys = Run.of("--jwks", keys.toString(), export);
        Run withoutAuthorities = Run.of("--tsa-ca", authorities.toString(), export);

        assertThat(withoutKeys.exitCode()).isEqualTo(1);
        assertThat(withoutKeys.output()).contains("keys.json: it names no key");
        assertThat(withoutAuthorities.exitCode()).isEqualTo(1);
        assertThat(withoutAuthorities.output()).contains("none.pem: ");
    }

    @Test
    void refusesTwoKeysOfOneName() throws Exception {
        Path one = Files.writeString(file("one.json"), "{\"keys\":[" + Json.text(jwk()) + "]}");
        Path other = Files.writeString(file("other.json"), "{\"keys\":[" + Json.text(jwk()) + "]}");

        Run run = Run.of(
                "--jwks",
                one.toString(),
                "--jwks",
                other.toString(),
                file("acme-v2.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("other.json: another file has another key kid=k1");
    }

    @Test
    void saysWhichLineMakesNoSense() throws Exception {
        Files.writeString(file("broken.ndjson"), sample("acme-v2.ndjson") + "{\"kind\":\"entry\",\"id\":\"5\"}\n");

        Run run = Run.of(file("broken.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("broken.ndjson, line 6: id is not a whole number");
    }

    @Test
    void saysOfALineThatWasCutOffWhichItIs() throws Exception {
        String whole = sample("acme-v2.ndjson");
        Files.writeString(file("cut.ndjson"), whole.substring(0, whole.length() - 30));

        Run run = Run.of(file("cut.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lines())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("cut.ndjson, line 5: no JSON: Unexpected end-of-input")
                .doesNotContain("Source");
    }

    @Test
    void saysWhichFileIsNotThere() {
        Run run = Run.of(file("nowhere.ndjson").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("nowhere.ndjson: there is no such file");
    }

    static Stream<Outcome> outcomes() throws IOException {
        Matcher runs =
                Pattern.compile("\\$ verify (.*)\\n((?:.*\\n)*?)exit=(\\d+)").matcher(sample("verifier-output.txt"));
        return runs.results()
                .map(run -> new Outcome(run.group(1), run.group(2).lines().toList(), Integer.parseInt(run.group(3))));
    }

    private Path head(String org, long seq, String hash) throws IOException {
        ObjectNode head = Json.object().put("org_id", org).put("chain_seq", seq).put("row_hash", hash);
        return Files.writeString(file("head.json"), "{\"heads\":[" + Json.text(head) + "]}");
    }

    private static List<ObjectNode> entries(String name) throws IOException {
        List<ObjectNode> entries = new ArrayList<>();
        for (String line : sample(name).lines().toList()) {
            ObjectNode entry = (ObjectNode) Json.read(line);
            if (entry.path("kind").asText().equals("entry")) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Three rows of the chain of actions as they are exported. */
    private static List<ObjectNode> actions() {
        List<ObjectNode> lines = new ArrayList<>();
        String previous = ActionRow.GENESIS;
        for (int seq = 1; seq <= 3; seq++) {
            ActionRow row = new ActionRow(
                    seq, "t", "acme::alice", "tool_execute", "echo", "success", null, "req", null, null, null);
            previous = Sha256.hex(row.canonical(HashFormat.V2, previous));
            OrgRow exported = ActionExport.of(row, previous);
            lines.add(Json.object()
                    .put("kind", "entry")
                    .put("id", exported.id())
                    .put("chain_seq", exported.seq())
                    .put("org_id", exported.orgId())
                    .put("timestamp", exported.timestamp())
                    .put("event_type", exported.eventType())
                    .put("agent_id", exported.agentId())
                    .put("result", exported.result())
                    .put("details", exported.details())
                    .put("hash_format", "v2"));
        }
        return lines;
    }

    private static String details(ObjectNode entry) {
        return entry.path("details").asText();
    }

    private static ObjectNode jwk() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return EcKeys.jwk((ECPublicKey) generator.generateKeyPair().getPublic()).put("kid", "k1");
    }

    /** What someone does who can compute hashes. */
    private static List<ObjectNode> rehashed(List<ObjectNode> rows) {
        @Nullable String previous = null;
        for (ObjectNode entry : rows) {
            OrgRow row = new OrgRow(
                    entry.path("id").asLong(),
                    entry.path("chain_seq").asLong(),
                    entry.path("org_id").asText(),
                    entry.path("timestamp").asText(),
                    entry.path("event_type").asText(),
                    entry.path("agent_id").textValue(),
                    entry.path("session_id").textValue(),
                    entry.path("result").asText(),
                    entry.path("details").textValue(),
                    entry.path("peer_org_id").textValue(),
                    entry.path("principal_type").textValue());
            entry.put("previous_hash", previous);
            previous = Sha256.hex(row.canonical(HashFormat.V2, previous));
            entry.put("entry_hash", previous);
        }
        return rows;
    }

    private void write(String name, List<ObjectNode> rows) throws IOException {
        Files.write(file(name), rows.stream().map(Json::text).toList());
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = VerifyCommandTest.class.getResourceAsStream("/audit-sample/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
