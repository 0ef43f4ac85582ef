package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.proof.Checkpoint;
import dev.mastio.proxy.audit.proof.EcKeys;
import dev.mastio.proxy.audit.proof.SigningKey;
import dev.mastio.proxy.audit.proof.TestAuthority;
import dev.mastio.proxy.audit.proof.TimeStampAuthority;
import dev.mastio.proxy.audit.verify.Run;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported, as whoever checks it offline sees it. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class AuditExportTest {

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private Store store;
    private AuditLog log;
    private AuditExport export;
    private Instant now = Instant.parse("2026-05-21T12:00:00.000001Z");

    AuditExportTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        store = database.open();
        log = new AuditLog(store, () -> now);
        export = new AuditExport(store);
        for (int i = 1; i <= 4; i++) {
            log.append(
                    AuditEvent.Action.of("acme::alice", "tool_execute", "denied")
                            .tool("echo")
                            .detail("pipe | and \u00e9")
                            .request("req-" + i)
                            .took(Duration.ofMillis(i)),
                    AuditEvent.OrgEvent.of("acme", "message_sent", "ok")
                            .agent("acme::alice")
                            .session("s")
                            .details(Json.object().put("n", i)));
        }
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void passesWholeAndAfterItGrewBeyondAPage() throws Exception {
        for (int i = 0; i < 30; i++) {
            AuditEvent[] many = new AuditEvent[39];
            Arrays.fill(many, AuditEvent.Action.of("acme::bob", "tool_execute", "success"));
            log.append(many[0], many);
        }

        Run run = Run.of(exported(AuditExport.Selection.all()).toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("legacy=0 per_org=1208 anchors=0");
    }

    @Test
    void beginsChainsWithoutAPreviousHashAndKeepsDetailsAsText() throws Exception {
        List<String> lines = Files.readAllLines(exported(AuditExport.Selection.all()));

        assertThat(lines)
                .filteredOn(line -> line.contains("\"kind\":\"entry\"") && line.contains("\"chain_seq\":1,"))
                .hasSize(2)
                .allMatch(line -> line.contains("\"previous_hash\":null"))
                .allMatch(line -> line.contains("\"details\":\"{"));
    }

    @ParameterizedTest
    @CsvSource({
        "__audit_log__, UPDATE audit_log SET status = 'success' WHERE chain_seq = 2, CHAIN MISMATCH org=__audit_log__ seq=2 id=2",
        "__audit_log__, UPDATE audit_log SET duration_ms = 0.5 WHERE chain_seq = 2, CHAIN MISMATCH org=__audit_log__ seq=2 id=2",
        "__audit_log__, UPDATE audit_log SET row_hash = prev_hash WHERE chain_seq = 2, CHAIN MISMATCH org=__audit_log__ seq=2 id=2",
        "__audit_log__, DELETE FROM audit_log WHERE chain_seq = 2, CHAIN MISMATCH org=__audit_log__ seq=3 id=3",
        "acme, UPDATE local_audit SET result = 'denied' WHERE chain_seq = 3, CHAIN MISMATCH org=acme seq=3",
        "acme, UPDATE local_audit SET previous_hash = 'genesis' WHERE chain_seq = 1, CHAIN BREAK org=acme seq=1",
        "acme, DELETE FROM local_audit WHERE chain_seq = 1, CHAIN GAP org=acme seq=2"
    })
    void showsWhatWasChangedInTheDatabase(String org, String change, String found) throws Exception {
        tamper(change);

        Run run = Run.of(exported(new AuditExport.Selection(Optional.of(org), 1, Long.MAX_VALUE))
                .toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains(found);
    }

    @Test
    void showsWhatWasRemovedAtTheEndToWhoKeptTheHead() throws Exception {
        Path head = kept("head.json", Optional.empty());
        tamper("DELETE FROM audit_log WHERE chain_seq = 4");

        Run run = Run.of(
                "--head", head.toString(), exported(AuditExport.Selection.all()).toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output()).contains("TAIL MISSING org=__audit_log__ seq=4");
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 2", "2, 3, 2", "4, 9, 1", "3, 3, 1"})
    void exportsARangeThatCanBeVerified(long from, long to, int rows) throws Exception {
        for (String org : List.of("acme", ActionExport.CHAIN)) {
            Run run = Run.of(exported(new AuditExport.Selection(Optional.of(org), from, to))
                    .toString());

            assertThat(run.exitCode()).isZero();
            assertThat(run.output()).contains("per_org=" + rows + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({"nobody, 1, 9223372036854775807, 1", "acme, 5, 9, 5", "__audit_log__, 9, 9, 9", "acme, 3, 2, 3"})
    void saysInTheFileWhereThereAreNoRows(String org, long from, long to, long first) throws Exception {
        Path file = exported(new AuditExport.Selection(Optional.of(org), from, to));

        Run run = Run.of(file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines())
                .contains("note: org=%s: the range announced, from seq=%d, has no rows".formatted(org, first))
                .contains("OK %s: legacy=0 per_org=0 anchors=0".formatted(file));
    }

    @Test
    void aFileThatSaysThatNothingHasComeSinceGoesOnFromTheHeadThatWasKept() throws Exception {
        Path head = kept("head.json", Optional.of("__audit_log__"));
        Path since = exported(new AuditExport.Selection(Optional.of("__audit_log__"), 5, Long.MAX_VALUE));

        Run run = Run.of("--head", head.toString(), since.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(Files.readString(since)).contains("\"from_seq\":5,\"to_seq\":4,\"previous_hash\":\"");
    }

    @Test
    void missesRowsOfAChainThatAFileSaysEndedBeforeTheHeadThatWasKept() throws Exception {
        Path head = kept("head.json", Optional.of("__audit_log__"));
        tamper("DELETE FROM audit_log WHERE chain_seq > 2");

        Run run = Run.of(
                "--head",
                head.toString(),
                exported(new AuditExport.Selection(Optional.of("__audit_log__"), 9, Long.MAX_VALUE))
                        .toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output())
                .contains("TAIL MISSING org=__audit_log__ seq=4")
                .contains("the last row is seq=2");
    }

    @Test
    void missesRowsThatAFileSaysThereAreNoneOfToWhoKeptTheHead() throws Exception {
        Path head = kept("head.json", Optional.empty());
        Path nobody = exported(new AuditExport.Selection(Optional.of("nobody"), 1, Long.MAX_VALUE));

        Run run = Run.of("--head", head.toString(), nobody.toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output()).contains("TAIL MISSING org=__audit_log__ seq=4");
    }

    @Test
    void anchorsAndSignsWhatIsDueAndOnlyOnceForAllReplicas() throws Exception {
        try (TestAuthority authority = new TestAuthority();
                Checkpoints one = checkpoints(store, authority);
                Checkpoints other = checkpoints(database.open(), authority)) {
            one.makeThoseDue();
            other.makeThoseDue();
            log.append(AuditEvent.Action.of("acme::alice", "tool_execute", "success"));
            one.makeThoseDue();
            now = now.plus(Duration.ofHours(1));
            one.makeThoseDue();

            Path bundle = bundle();
            Run run = Run.of("--tsa-ca", pem(authority).toString(), bundle.toString());

            assertThat(run.exitCode()).isZero();
            assertThat(run.output())
                    .contains("legacy=0 per_org=9 anchors=3")
                    .contains("note: anchor org=__audit_log__ seq=5: stamped ")
                    .contains("by CN=Test stamps")
                    .doesNotContain("not vouched for")
                    .contains(
                            "note: checkpoint org=__audit_log__ seq=5: signed 2026-05-21T13:00:00.000001+00:00 with kid=k1");
            assertThat(run.lines())
                    .filteredOn(line -> line.startsWith("note: checkpoint"))
                    .hasSize(3);
        }
    }

    @Test
    void leavesCheckpointsOutOfAPlainExport() throws Exception {
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, authority)) {
            checkpoints.makeThoseDue();
        }

        assertThat(Files.readString(exported(AuditExport.Selection.all())))
                .contains("\"kind\":\"anchor\"")
                .doesNotContain("\"kind\":\"checkpoint\"");
    }

    @Test
    void signsAlthoughTheAuthorityIsAwayAndAnchorsWhenItIsBack() throws Exception {
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, authority)) {
            authority.answering(false);
            checkpoints.makeThoseDue();
            assertThat(Files.readString(bundle()))
                    .contains("\"kind\":\"checkpoint\"")
                    .doesNotContain("\"kind\":\"anchor\"");

            authority.answering(true);
            checkpoints.makeThoseDue();
            assertThat(Files.readString(bundle())).contains("\"kind\":\"anchor\"");
        }
    }

    @Test
    void exportsWhereAnAuthorityIsWithoutWhatOnlyWeMayKnow() throws Exception {
        SigningKey key = key("k1");
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = new Checkpoints(
                        store,
                        () -> now,
                        Duration.ofHours(1),
                        () -> Optional.of(key),
                        Optional.of(new TimeStampAuthority(
                                URI.create(authority.address() + "?apikey=secret"), Duration.ofMinutes(2))))) {
            checkpoints.makeThoseDue();

            assertThat(Files.readString(bundle()))
                    .contains("\"tsa_url\":\"" + authority.address() + "\"")
                    .doesNotContain("secret");
        }
    }

    @Test
    void showsRowsThatWereRemovedBehindACheckpoint() throws Exception {
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, authority)) {
            checkpoints.makeThoseDue();
        }
        String bundle = Files.readString(bundle());
        Path cut = Files.write(
                directory.resolve("cut.ndjson"),
                bundle.lines()
                        .filter(line -> !line.contains("\"kind\":\"range\"") && !line.contains("\"kind\":\"anchor\""))
                        .filter(line -> !(line.contains("\"kind\":\"entry\"") && line.contains("\"chain_seq\":4,")))
                        .toList());

        Run run = Run.of(cut.toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output()).contains("TAIL MISSING org=acme seq=4: known from a checkpoint");
    }

    /** Whoever can remove rows need not think of what else tells of them. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsByWhatIsLeftOfProofsThatTheDatabaseHasLostRows(boolean signed) throws Exception {
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, authority)) {
            checkpoints.makeThoseDue();
        }
        tamper("DELETE FROM audit_log WHERE chain_seq = 4");

        Run run = Run.of((signed ? bundle() : exported(AuditExport.Selection.all())).toString());

        assertThat(run.exitCode()).as("that of the anchor, which comes first").isEqualTo(3);
        assertThat(run.output())
                .contains("ANCHOR ORPHAN org=__audit_log__ seq=4")
                .contains("TAIL MISSING org=__audit_log__ seq=4: known from a checkpoint");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsByItsProofsThatAnOrganisationHasLostAllItsRows(boolean signed) throws Exception {
        try (Checkpoints checkpoints = checkpoints(store)) {
            checkpoints.makeThoseDue();
        }
        tamper("DELETE FROM local_audit WHERE org_id = 'acme'");

        Run run = Run.of((signed ? bundle() : exported(AuditExport.Selection.all())).toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.output()).contains("TAIL MISSING org=acme seq=4: known from a checkpoint");
    }

    @Test
    void hasNoCheckpointsOfRowsThatAreThereUnlessAskedFor() throws Exception {
        try (Checkpoints checkpoints = checkpoints(store)) {
            checkpoints.makeThoseDue();
        }

        assertThat(Files.readString(exported(AuditExport.Selection.all()))).doesNotContain("\"kind\":\"checkpoint\"");
        assertThat(Files.readString(bundle())).contains("\"kind\":\"checkpoint\"");
    }

    @Test
    void leavesProofsOutThatAreAboutRowsBehindThoseAskedFor() throws Exception {
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, authority)) {
            checkpoints.makeThoseDue();
        }

        Path part = exported(new AuditExport.Selection(Optional.of("__audit_log__"), 1, 3));

        assertThat(Files.readString(part)).doesNotContain("\"kind\":\"anchor\"");
        assertThat(Run.of(part.toString()).exitCode()).isZero();
    }

    @Test
    void doesNotTakeACheckpointForGoodThatSomeoneElseSigned() throws Exception {
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, authority)) {
            checkpoints.makeThoseDue();
        }
        String bundle = Files.readString(bundle());
        Path forged = Files.writeString(
                directory.resolve("forged.ndjson"),
                bundle.replaceAll("\"jws\":\"[^.]*", "\"jws\":\"" + encoded("{\"alg\":\"none\",\"kid\":\"k1\"}")));
        Path strange = Files.writeString(
                directory.resolve("strange.ndjson"),
                bundle.lines()
                        .filter(line -> !line.contains("\"kind\":\"key\""))
                        .reduce("", (all, line) -> all + line + "\n"));

        assertThat(Run.of(forged.toString()).output())
                .contains("CHECKPOINT INVALID org=acme seq=4: its signature is wrong");
        assertThat(Run.of(strange.toString()).output())
                .contains("CHECKPOINT INVALID org=acme seq=4: its key kid=k1 is neither");
        assertThat(Run.of(strange.toString()).exitCode()).isEqualTo(6);
    }

    @Test
    void tellsAnchorsThatAreWrongFromThoseThatCannotBeChecked() throws Exception {
        Path good;
        Path without;
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, authority)) {
            checkpoints.makeThoseDue();
            good = exported(new AuditExport.Selection(Optional.of("acme"), 1, Long.MAX_VALUE));
            log.append(AuditEvent.OrgEvent.of("acme", "message_sent", "ok"));
            now = now.plus(Duration.ofHours(1));
            authority.leaveCertificateOut();
            checkpoints.makeThoseDue();
            without = exported(new AuditExport.Selection(Optional.of("acme"), 1, Long.MAX_VALUE));
        }
        String file = Files.readString(good);
        Path orphan = Files.writeString(
                directory.resolve("orphan.ndjson"),
                file.lines()
                        .map(line -> line.contains("\"kind\":\"anchor\"")
                                ? line.replace("\"chain_seq\":4", "\"chain_seq\":40")
                                : line)
                        .reduce("", (all, line) -> all + line + "\n"));
        Path mismatch = Files.writeString(
                directory.resolve("mismatch.ndjson"),
                file.lines()
                        .map(line -> line.contains("\"kind\":\"anchor\"")
                                ? line.replaceAll("\"row_hash\":\"[^\"]*", "\"row_hash\":\"" + "0".repeat(64))
                                : line)
                        .reduce("", (all, line) -> all + line + "\n"));
        Path invalid = Files.writeString(
                directory.resolve("invalid.ndjson"),
                file.replaceAll("\"tsa_token_b64\":\"[^\"]*", "\"tsa_token_b64\":\"" + encoded("T1|nonsense")));

        assertThat(Run.of(good.toString()).output()).contains("whose certificate is not vouched for");
        assertThat(Run.of(good.toString()).exitCode()).isZero();
        assertThat(Run.of(without.toString()).output()).contains("ANCHOR UNVERIFIABLE org=acme seq=5");
        assertThat(Run.of(without.toString()).exitCode()).isEqualTo(5);
        assertThat(Run.of(orphan.toString()).output()).contains("ANCHOR ORPHAN org=acme seq=40");
        assertThat(Run.of(orphan.toString()).exitCode()).isEqualTo(3);
        assertThat(Run.of(mismatch.toString()).output()).contains("ANCHOR MISMATCH org=acme seq=4");
        assertThat(Run.of(mismatch.toString()).exitCode()).isEqualTo(3);
        assertThat(Run.of(invalid.toString()).output()).contains("ANCHOR INVALID org=acme seq=4");
        assertThat(Run.of(invalid.toString()).exitCode()).isEqualTo(3);
    }

    @Test
    void believesNoKeyThatTheFileBringsOnceKeysAreGiven() throws Exception {
        SigningKey ours = key("k1");
        SigningKey forgers = key("k2");
        SigningKey namesake = key("k1");
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, forgers, authority)) {
            checkpoints.makeThoseDue();
        }
        Path forged = bundle();

        Run unasked = Run.of(forged.toString());
        Run asked = Run.of("--jwks", jwks(ours).toString(), forged.toString());
        Run underTheSameName = Run.of(
                "--jwks",
                jwks(namesake).toString(),
                renamed(forged, "k2", "k1", forgers).toString());

        assertThat(unasked.exitCode()).isZero();
        assertThat(unasked.output()).contains("with kid=k2, whose key comes from the file itself (--jwks)");
        assertThat(asked.exitCode()).isEqualTo(6);
        assertThat(asked.output())
                .contains(
                        "CHECKPOINT INVALID org=acme seq=4: its key kid=k2 is not among those given; if the Mastio had it once")
                .contains("VERIFY FAIL");
        assertThat(underTheSameName.exitCode()).isEqualTo(6);
        assertThat(underTheSameName.output()).contains("CHECKPOINT INVALID org=acme seq=4: its signature is wrong");
    }

    @Test
    void believesKeysFromBeforeARotationIfTheirCopyIsGiven() throws Exception {
        SigningKey former = key("k1");
        SigningKey later = key("k2");
        try (TestAuthority authority = new TestAuthority();
                Checkpoints before = checkpoints(store, former, authority);
                Checkpoints after = checkpoints(store, later, authority)) {
            before.makeThoseDue();
            log.append(AuditEvent.OrgEvent.of("acme", "message_sent", "ok"));
            now = now.plus(Duration.ofHours(1));
            after.makeThoseDue();
        }
        String bundle = bundle().toString();
        String old = jwks(former).toString();
        String current = jwks(later).toString();

        Run both = Run.of("--jwks", old, "--jwks", current, bundle);

        assertThat(both.exitCode()).isZero();
        assertThat(both.output()).contains("signed").doesNotContain("from the file itself");
        assertThat(Run.of("--jwks", current, bundle).output())
                .contains("CHECKPOINT INVALID org=acme seq=4: its key kid=k1 is not among those given");
    }

    @Test
    void missesCheckpointsThatWereLeftOutOnceKeysAreGiven() throws Exception {
        SigningKey key = key("k1");
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, key, authority)) {
            checkpoints.makeThoseDue();
        }
        log.append(AuditEvent.OrgEvent.of("acme", "message_sent", "ok"));
        String keys = jwks(key).toString();
        Path plain = exported(AuditExport.Selection.all());
        Path invented = Files.write(
                directory.resolve("invented.ndjson"),
                Stream.concat(legacyRow(), Files.readAllLines(bundle()).stream())
                        .toList());
        Path empty = Files.writeString(directory.resolve("empty.ndjson"), "");

        Run withInvented = Run.of("--jwks", keys, invented.toString());
        assertThat(withInvented.output())
                .contains("CHECKPOINT MISSING " + invented
                        + ": no checkpoint by a key given (--jwks) is about rows without a number, of which it has 1");
        assertThat(withInvented.exitCode()).isEqualTo(6);
        assertThat(Run.of("--jwks", keys, empty.toString()).exitCode()).isEqualTo(6);
        Run none = Run.of("--jwks", keys, plain.toString());
        Run some = Run.of("--jwks", keys, bundle().toString());

        assertThat(Run.of(plain.toString()).exitCode()).isZero();
        assertThat(none.exitCode()).isEqualTo(6);
        assertThat(none.output())
                .contains("CHECKPOINT MISSING " + plain
                        + ": no checkpoint by a key given (--jwks) is about any row of org=acme");
        assertThat(some.exitCode()).isZero();
        assertThat(some.output())
                .contains("note: org=acme: no checkpoint by a key given (--jwks) is about rows after seq=4");
    }

    @Test
    void missesTheProofsOfOneChainThoughThoseOfAnotherAreThere() throws Exception {
        SigningKey key = key("k1");
        try (TestAuthority authority = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, key, authority)) {
            checkpoints.makeThoseDue();
            Path bundle = bundle();
            Path unsigned = withoutThoseOfActions("checkpoint", bundle);
            Path unstamped = withoutThoseOfActions("anchor", bundle);
            String keys = jwks(key).toString();
            String trusted = pem(authority).toString();

            Run whole = Run.of("--jwks", keys, "--tsa-ca", trusted, bundle.toString());
            Run withoutCheckpoint = Run.of("--jwks", keys, unsigned.toString());
            Run withoutStamp = Run.of("--tsa-ca", trusted, unstamped.toString());

            assertThat(whole.exitCode()).isZero();
            assertThat(withoutCheckpoint.exitCode()).isEqualTo(6);
            assertThat(withoutCheckpoint.lines())
                    .contains("CHECKPOINT MISSING " + unsigned
                            + ": no checkpoint by a key given (--jwks) is about any row of org=__audit_log__");
            assertThat(withoutStamp.exitCode()).isEqualTo(3);
            assertThat(withoutStamp.lines())
                    .contains("ANCHOR MISSING " + unstamped
                            + ": no time stamp by an authority given (--tsa-ca) is about any row of org=__audit_log__");
        }
    }

    /** As whoever wants to know later keeps them. */
    private Path kept(String name, Optional<String> org) throws Exception {
        return Files.writeString(
                directory.resolve(name),
                Json.text(Json.object().set("heads", Json.object().arrayNode().addAll(export.heads(org)))));
    }

    private Path withoutThoseOfActions(String kind, Path file) throws IOException {
        return Files.write(
                directory.resolve("without-" + kind + ".ndjson"),
                Files.readAllLines(file).stream()
                        .filter(line -> !line.contains("\"kind\":\"" + kind + "\"") || !line.contains("__audit_log__"))
                        .toList());
    }

    @Test
    void believesNoTimeStampOfOthersOnceAuthoritiesAreGiven() throws Exception {
        try (TestAuthority ours = new TestAuthority();
                TestAuthority forgers = new TestAuthority();
                Checkpoints checkpoints = checkpoints(store, forgers)) {
            checkpoints.makeThoseDue();
            Path forged = exported(new AuditExport.Selection(Optional.of("acme"), 1, Long.MAX_VALUE));
            Path mocked = mocked(forged);
            Path none = without("\"kind\":\"anchor\"", forged);
            String trusted = pem(ours).toString();

            Run asked = Run.of("--tsa-ca", trusted, forged.toString());
            Run askedAboutMocks = Run.of("--tsa-ca", trusted, mocked.toString());
            Run askedAboutNone = Run.of("--tsa-ca", trusted, none.toString());

            assertThat(Run.of(forged.toString()).exitCode()).isZero();
            assertThat(asked.exitCode()).isEqualTo(3);
            assertThat(asked.output())
                    .contains("ANCHOR INVALID org=acme seq=4: stamped ")
                    .contains("whose certificate is not vouched for by any of those given (--tsa-ca)");
            assertThat(Run.of(mocked.toString()).exitCode()).isZero();
            assertThat(askedAboutMocks.exitCode()).isEqualTo(3);
            assertThat(askedAboutMocks.output()).contains("ANCHOR INVALID org=acme seq=4: a mock for tests");
            assertThat(Run.of(none.toString()).exitCode()).isZero();
            assertThat(askedAboutNone.exitCode()).isEqualTo(3);
            assertThat(askedAboutNone.output())
                    .contains("ANCHOR MISSING " + none + ": no time stamp by an authority given (--tsa-ca)");
        }
    }

    private Checkpoints checkpoints(Store in) throws Exception {
        return checkpoints(in, key("k1"), Optional.empty());
    }

    private Checkpoints checkpoints(Store in, TestAuthority authority) throws Exception {
        return checkpoints(in, key("k1"), authority);
    }

    private Checkpoints checkpoints(Store in, SigningKey key, TestAuthority authority) {
        return checkpoints(in, key, Optional.of(new TimeStampAuthority(authority.address(), Duration.ofMinutes(2))));
    }

    private Checkpoints checkpoints(Store in, SigningKey key, Optional<TimeStampAuthority> authority) {
        return new Checkpoints(in, () -> now, Duration.ofHours(1), () -> Optional.of(key), authority);
    }

    private static SigningKey key(String kid) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        return new SigningKey(kid, keys.getPrivate(), (ECPublicKey) keys.getPublic());
    }

    /** As anybody can make one. */
    private static Stream<String> legacyRow() throws IOException {
        try (InputStream sample = AuditExportTest.class.getResourceAsStream("/audit-sample/acme-v1-legacy.ndjson")) {
            return new String(sample.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .limit(1);
        }
    }

    private Path jwks(SigningKey key) throws Exception {
        ObjectNode keys = Json.object();
        keys.putArray("keys").add(EcKeys.jwk(key.publicKey()).put("kid", key.kid()));
        return Files.writeString(Files.createTempFile(directory, "jwks", ".json"), Json.text(keys));
    }

    /** Signed anew by the same key under another name. */
    private Path renamed(Path bundle, String kid, String other, SigningKey key) throws Exception {
        SigningKey named = new SigningKey(other, key.key(), key.publicKey());
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(bundle)) {
            ObjectNode json = (ObjectNode) Json.read(line);
            if (json.path("kind").asText().equals("checkpoint")) {
                Checkpoint checkpoint = new Checkpoint(
                        json.path("org_id").asText(),
                        json.path("chain_seq").asLong(),
                        json.path("row_hash").asText(),
                        json.path("created_at").asText());
                json.put("jws", checkpoint.signed(named));
            }
            lines.add(Json.text(json).replace("\"kid\":\"" + kid + "\"", "\"kid\":\"" + other + "\""));
        }
        return Files.write(Files.createTempFile(directory, "renamed", ".ndjson"), lines);
    }

    private Path mocked(Path export) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(export)) {
            ObjectNode json = (ObjectNode) Json.read(line);
            if (json.path("kind").asText().equals("anchor")) {
                String mock = "MK|" + json.path("row_hash").asText() + "|now";
                json.put("tsa_token_b64", Base64.getEncoder().encodeToString(mock.getBytes(StandardCharsets.US_ASCII)));
            }
            lines.add(Json.text(json));
        }
        return Files.write(Files.createTempFile(directory, "mocked", ".ndjson"), lines);
    }

    private Path without(String part, Path export) throws Exception {
        return Files.write(
                Files.createTempFile(directory, "without", ".ndjson"),
                Files.readAllLines(export).stream()
                        .filter(line -> !line.contains(part))
                        .toList());
    }

    /** What someone does who owns the database. */
    private void tamper(String change) throws SQLException {
        List<String> statements = switch (kind) {
            case SQLITE ->
                List.of(
                        "DROP TRIGGER audit_log_no_update",
                        "DROP TRIGGER audit_log_no_delete",
                        "DROP TRIGGER local_audit_no_update",
                        "DROP TRIGGER local_audit_no_delete",
                        change);
            case POSTGRES ->
                List.of(
                        "ALTER TABLE audit_log DISABLE TRIGGER ALL",
                        "ALTER TABLE local_audit DISABLE TRIGGER ALL",
                        change);
        };
        store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                return true;
            }
        });
    }

    private Path exported(AuditExport.Selection selection) throws Exception {
        return written(selection, false);
    }

    private Path bundle() throws Exception {
        return written(AuditExport.Selection.all(), true);
    }

    private Path written(AuditExport.Selection selection, boolean withCheckpoints) throws Exception {
        Path file = Files.createTempFile(directory, "export", ".ndjson");
        try (OutputStream out = Files.newOutputStream(file)) {
            export.write(selection, withCheckpoints, out);
        }
        return file;
    }

    private Path pem(TestAuthority authority) throws Exception {
        String body = Base64.getMimeEncoder().encodeToString(authority.root().getEncoded());
        return Files.writeString(
                directory.resolve("tsa.pem"), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
