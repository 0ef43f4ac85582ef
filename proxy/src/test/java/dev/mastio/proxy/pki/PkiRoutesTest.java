package dev.mastio.proxy.pki;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.journal.RecordedJournal;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class PkiRoutesTest {

    private static final String KEYS = "/.well-known/jwks-local.json";
    private static final String BOOTSTRAP = "/.well-known/cullis/connector-bootstrap";
    private static final String CA = "/pki/ca.crt";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final Organisation acme = new Organisation(Optional.of("acme"), "cullis.local", Optional.empty());
    private TestDatabase database;
    private Pki pki;
    private Rotation rotation;
    private List<Route> routes;

    PkiRoutesTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        Store store = database.open();
        AtRest atRest = AtRest.under(Optional.empty());
        pki = new Pki(store, acme, atRest, new RecordedJournal(), clock);
        rotation = new Rotation(pki, store, atRest, new RecordedJournal(), clock);
        routes = new PkiRoutes(pki, acme, clock, clock::nanoTime).routes();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void listsTheKeysThatVerifyTokensSortedByName() throws Exception {
        pki.load();
        rotation.rotateIntermediate(Duration.ofDays(14), "test");

        Answer answer = TestRequest.get(KEYS).to(routes);

        JsonNode keys = answer.json().path("keys");
        assertThat(keys).hasSize(2);
        assertThat(keys.path(0).path("kid").asText())
                .isLessThan(keys.path(1).path("kid").asText());
        keys.forEach(key -> {
            assertThat(key.path("kty").asText()).isEqualTo("EC");
            assertThat(key.path("crv").asText()).isEqualTo("P-256");
            assertThat(key.path("use").asText()).isEqualTo("sig");
            assertThat(key.path("alg").asText()).isEqualTo("ES256");
            assertThat(key.path("kid").asText()).matches("mastio-[0-9a-f]{16}");
            assertThat(key.path("x").asText()).hasSize(43);
            assertThat(key.path("y").asText()).hasSize(43);
        });
        assertThat(answer.headers()).containsEntry("Cache-Control", "public, max-age=60, stale-while-revalidate=60");
        assertThat(answer.headers().get("ETag")).matches("\"[0-9a-f]{32}\"");
    }

    @Test
    void hasNoKeysBeforeTheCertificationIsLoaded() {
        Answer answer = TestRequest.get(KEYS).to(routes);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.detail()).isEqualTo("local keystore not initialized");
    }

    @Test
    void tellsClientsHowToStart() throws Exception {
        pki.load();

        Answer answer = TestRequest.get(BOOTSTRAP).to(routes);

        String fingerprint = Fingerprints.of(pki.required().root());
        assertThat(answer.body())
                .isEqualTo(
                        "{\"version\":1,\"mode\":\"configured\",\"org_id\":\"acme\",\"trust_domain\":\"cullis.local\","
                                + "\"ca_fingerprint_sha256\":\"" + fingerprint + "\",\"urls\":{\"ca\":\"/pki/ca.crt\","
                                + "\"enrollment_start\":\"/v1/enrollment/start\","
                                + "\"enrollment_status_template\":\"/v1/enrollment/{session_id}/status\","
                                + "\"jwks\":\"/.well-known/jwks-local.json\"}}");
        assertThat(answer.headers()).containsEntry("Cache-Control", "public, max-age=60");
    }

    @Test
    void saysThatItIsNotSetUpYet() {
        Answer answer = TestRequest.get(BOOTSTRAP).to(routes);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("mode").asText()).isEqualTo("setup");
        assertThat(answer.json().path("org_id").isNull()).isTrue();
        assertThat(answer.json().path("ca_fingerprint_sha256").isNull()).isTrue();
    }

    @Test
    void givesTheRootFirstAndThenWhatPeersNeedToVerifyEachOther() throws Exception {
        pki.load();
        X509Certificate former = pki.required().intermediate().certificate();
        rotation.rotateIntermediate(Duration.ofDays(14), "test");

        Answer answer = TestRequest.get(CA).to(routes);

        assertThat(Pem.certificates(answer.body()))
                .containsExactly(
                        pki.required().root(), pki.required().intermediate().certificate(), former);
        assertThat(answer.headers())
                .containsEntry("Cache-Control", "public, max-age=300")
                .containsEntry("Content-Disposition", "inline; filename=\"org-ca.pem\"");
    }

    @Test
    void hasNoRootBeforeTheCertificationIsLoaded() {
        Answer answer = TestRequest.get(CA).to(routes);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).isEqualTo("No Org CA configured");
    }

    @ParameterizedTest
    @ValueSource(strings = {KEYS, BOOTSTRAP, CA})
    void sendsNothingToWhoHasItAlready(String path) throws Exception {
        pki.load();
        String tag = String.valueOf(TestRequest.get(path).to(routes).headers().get("ETag"));

        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            Answer answer = TestRequest.get(path).header("If-None-Match", known).to(routes);
            assertThat(answer.status()).describedAs(known).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers()).containsEntry("ETag", tag).containsKey("Cache-Control");
        }
        assertThat(TestRequest.get(path)
                        .header("If-None-Match", "\"other\"")
                        .to(routes)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void sharesOneBudgetForAllThreeAmongTheRequestsOfAnAddress() throws Exception {
        pki.load();
        for (int i = 0; i < 10; i++) {
            for (String path : List.of(KEYS, BOOTSTRAP, CA)) {
                assertThat(TestRequest.get(path).to(routes).status()).isEqualTo(200);
            }
        }

        assertThat(TestRequest.get(CA).to(routes).status()).isEqualTo(429);
        assertThat(TestRequest.get(CA).from("192.0.2.2").to(routes).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        assertThat(TestRequest.get(CA).to(routes).status()).isEqualTo(200);
    }

    @Test
    void keepsNobodyOutForAsLongAsTheClockWasSetBack() throws Exception {
        pki.load();
        for (int i = 0; i < 30; i++) {
            TestRequest.get(CA).to(routes);
        }

        clock.advance(Duration.ofHours(-1));
        assertThat(TestRequest.get(CA).to(routes).status()).isEqualTo(429);
        clock.advance(Duration.ofMinutes(1));
        assertThat(TestRequest.get(CA).to(routes).status()).isEqualTo(200);
    }
}
