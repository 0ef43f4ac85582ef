package dev.mastio.proxy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.MovableClock;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.TestRequest;
import dev.mastio.proxy.wire.TestRequest.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Isolated("it compares two times")
@ParameterizedClass
@EnumSource
class AdminSecretTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private LockOut lockOut;

    AdminSecretTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        lockOut = new LockOut(database.open(), "admin secret", new MovableClock(Instant.parse("2026-06-01T12:00:00Z")));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void letsInWhoKnowsIt() {
        assertThat(request().header("X-Admin-Secret", SECRET).to(routes(SECRET)).status())
                .isEqualTo(200);
    }

    @Test
    void callsAMissingHeaderAMistakeOfForm() {
        Answer answer = request().to(routes(SECRET));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .isEqualTo("{\"detail\":[{\"type\":\"missing\",\"loc\":[\"header\",\"X-Admin-Secret\"],"
                        + "\"msg\":\"Field required\",\"input\":null}]}");
    }

    @Test
    void refusesAnyOther() {
        for (String wrong : List.of("", SECRET + "x", SECRET.substring(1), "Ω")) {
            Answer answer = request().header("X-Admin-Secret", wrong).to(routes(SECRET));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.detail()).isEqualTo("invalid admin secret");
        }
    }

    @Test
    void letsNobodyInWithoutASecretToKnow() {
        assertThat(request().header("X-Admin-Secret", "").to(routesWithout()).status())
                .isEqualTo(403);
        assertThat(request()
                        .header("X-Admin-Secret", "null")
                        .to(routesWithout())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void locksOutWhoGuessesAndNobodyElse() {
        List<Route> routes = routes(SECRET);
        for (int i = 0; i < 5; i++) {
            assertThat(request()
                            .header("X-Admin-Secret", "guess " + i)
                            .to(routes)
                            .status())
                    .isEqualTo(403);
        }

        assertThat(request().header("X-Admin-Secret", "one more").to(routes).status())
                .isEqualTo(429);
        assertThat(request()
                        .from("192.0.2.2")
                        .header("X-Admin-Secret", "wrong")
                        .to(routes)
                        .status())
                .isEqualTo(403);
    }

    /** All clients may have one address, if somebody translates theirs. */
    @Test
    void letsInWhoKnowsItWhateverOthersAtTheSameAddressTry() {
        List<Route> routes = routes(SECRET);
        for (int i = 0; i < 6; i++) {
            request().header("X-Admin-Secret", "guess " + i).to(routes);
        }

        assertThat(request().header("X-Admin-Secret", SECRET).to(routes).status())
                .isEqualTo(200);
    }

    @Test
    void looksAtNoMoreTriesWhereTheSecretIsShortEnoughToBeGuessed() {
        String guessable = SECRET.substring(1);
        List<Route> routes = routes(guessable);
        for (int i = 0; i < 5; i++) {
            request().header("X-Admin-Secret", "guess " + i).to(routes);
        }

        assertThat(request().header("X-Admin-Secret", guessable).to(routes).status())
                .isEqualTo(429);
    }

    /** With a secret so long that a comparison which stops at the first difference would stand out by orders of magnitude. */
    @Test
    void takesAsLongForANearlyRightSecretAsForAnEntirelyWrongOne() {
        String secret = "s".repeat(4_000_000);
        List<Route> routes = routes(secret);
        String wrongFirst = "x" + secret.substring(1);
        String wrongLast = secret.substring(1) + "x";

        // In turns, so that a busy moment of the machine meets both. An address of its own for each, so that none is
        // locked out.
        long[] first = new long[15];
        long[] last = new long[15];
        for (int i = 0; i < first.length; i++) {
            first[i] = timeOfRefusal(routes, wrongFirst, "2001:db8:0:" + i + "::1");
            last[i] = timeOfRefusal(routes, wrongLast, "2001:db8:1:" + i + "::1");
        }

        long fast = Math.min(median(first), median(last));
        long slow = Math.max(median(first), median(last));
        assertThat((double) slow / Math.max(1, fast)).isLessThan(3);
    }

    private static long timeOfRefusal(List<Route> routes, String secret, String address) {
        TestRequest request = request().from(address);
        long start = System.nanoTime();
        assertThat(request.header("X-Admin-Secret", secret).to(routes).status()).isEqualTo(403);
        return System.nanoTime() - start;
    }

    private static long median(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static TestRequest request() {
        return TestRequest.get("/");
    }

    private List<Route> routes(String secret) {
        return routes(new AdminSecret(Optional.of(secret), lockOut));
    }

    private List<Route> routesWithout() {
        return routes(new AdminSecret(Optional.empty(), lockOut));
    }

    private static List<Route> routes(Guard guard) {
        return List.of(Route.get("/", Family.ADMIN, guard.before(request -> Reply.empty(200))));
    }
}
