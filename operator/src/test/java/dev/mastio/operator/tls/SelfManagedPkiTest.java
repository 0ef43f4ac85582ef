package dev.mastio.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.operator.tls.PkiState.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfManagedPkiTest {

    // Handshakes judge certificates by the real clock.
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final SelfManagedPki pki = pki("demo", "mastio.example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "demo.agents",
                "demo.agents.svc",
                "demo.agents.svc.cluster.local",
                "localhost",
                "mastio.example.com"
            })
    void clientsThatTrustTheCaReachTheServiceByEachOfItsNames(String host) throws Exception {
        PkiState state = pki.ensure(Map.of(), now);

        assertThat(state.change()).isEqualTo(Change.CREATED);
        assertThat(Handshake.between(state.entries(), state.entries(), host)).startsWith("TLSv1.3");
    }

    @Test
    void clientsRefuseAnotherName() {
        SortedMap<String, String> entries = pki.ensure(Map.of(), now).entries();

        assertThatThrownBy(() -> Handshake.between(entries, entries, "shop.agents.svc"))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("shop.agents.svc");
    }

    @Test
    void nothingChangesWithoutNeed() {
        PkiState before = pki.ensure(Map.of(), now);

        PkiState after = pki.ensure(before.entries(), now.plus(Duration.ofDays(300)));

        assertThat(after.change()).isEqualTo(Change.KEPT);
        assertThat(after.entries()).isEqualTo(before.entries());
        assertThat(after.renewAt())
                .isEqualTo(before.renewAt())
                .isBetween(now.plus(Duration.ofDays(320)), now.plus(Duration.ofDays(335)));
    }

    @Test
    void instancesThatWereMadeTogetherRenewOnDifferentDaysAndEachAlwaysOnItsOwn() {
        List<Instant> renewals = IntStream.range(0, 100)
                .mapToObj(i -> pki("demo-" + i).ensure(Map.of(), now).renewAt())
                .toList();

        Map<Long, Long> perDay = renewals.stream()
                .collect(Collectors.groupingBy(at -> Duration.between(now, at).toDays(), Collectors.counting()));
        assertThat(perDay.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(20));
        assertThat(pki("demo-7").ensure(Map.of(), now).renewAt()).isEqualTo(renewals.get(7));
    }

    @Test
    void theServerCertificateIsRenewedAMonthOrMoreBeforeItEndsByTheSameCa() {
        PkiState before = pki.ensure(Map.of(), now);

        PkiState after = pki.ensure(before.entries(), before.renewAt());

        assertThat(after.change()).isEqualTo(Change.SERVER_RENEWED);
        assertThat(after.entries().get("ca.crt")).isEqualTo(before.entries().get("ca.crt"));
        assertThat(after.entries().get("tls.crt")).isNotEqualTo(before.entries().get("tls.crt"));
    }

    @Test
    void whatAClockThatWasAheadHasMadeIsMadeAnewWhenItIsSetRight() throws Exception {
        PkiState before = pki.ensure(Map.of(), now);
        PkiState ahead = pki.ensure(before.entries(), now.plus(Duration.ofDays(9 * 365)));

        PkiState after = pki.ensure(ahead.entries(), now);

        assertThat(ahead.change()).isEqualTo(Change.AUTHORITY_RENEWED);
        assertThat(after.change()).isEqualTo(Change.AUTHORITY_RENEWED);
        assertThat(Handshake.between(before.entries(), after.entries(), "demo")).startsWith("TLSv1.3");

        PkiState aheadByAYear = pki.ensure(before.entries(), now.plus(Duration.ofDays(400)));
        PkiState again = pki.ensure(aheadByAYear.entries(), now);

        assertThat(again.change()).isEqualTo(Change.SERVER_RENEWED);
        assertThat(Handshake.between(before.entries(), again.entries(), "demo")).startsWith("TLSv1.3");
    }

    @Test
    void aFurtherNameGetsANewServerCertificateAtOnce() {
        PkiState before = pki.ensure(Map.of(), now);

        PkiState after = pki("demo", "new.example.com").ensure(before.entries(), now);

        assertThat(after.change()).isEqualTo(Change.SERVER_RENEWED);
    }

    @Test
    void aRenewedCaIsTrustedByWhoTrustsTheOldOneAndTheOtherWayRound() throws Exception {
        SortedMap<String, String> before =
                pki.ensure(Map.of(), now.minus(Duration.ofDays(9 * 365))).entries();

        PkiState after = pki.ensure(before, now);

        assertThat(after.change()).isEqualTo(Change.AUTHORITY_RENEWED);
        assertThat(after.entries().get("ca.crt")).isNotEqualTo(before.get("ca.crt"));
        assertThat(Handshake.between(after.entries(), before, "demo")).startsWith("TLSv1.3");
        assertThat(Handshake.between(after.entries(), after.entries(), "demo")).startsWith("TLSv1.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.crt", "tls.key"})
    void aDamagedServerCertificateIsReplacedByTheSameCa(String entry) {
        SortedMap<String, String> damaged =
                new TreeMap<>(pki.ensure(Map.of(), now).entries());
        damaged.put(entry, "damaged");

        PkiState after = pki.ensure(damaged, now);

        assertThat(after.change()).isEqualTo(Change.SERVER_RENEWED);
        assertThat(after.entries().get("ca.crt")).isEqualTo(damaged.get("ca.crt"));
    }

    @Test
    void aDamagedCaIsReplacedWhole() throws Exception {
        SortedMap<String, String> damaged =
                new TreeMap<>(pki.ensure(Map.of(), now).entries());
        damaged.put("ca.crt", "damaged");

        PkiState after = pki.ensure(damaged, now);

        assertThat(after.change()).isEqualTo(Change.REPLACED);
        assertThat(Handshake.between(after.entries(), after.entries(), "demo")).startsWith("TLSv1.3");
    }

    @Test
    void aCaWhoseKeyIsElsewhereIsNeverReplacedBecauseClientsTrustIt() throws Exception {
        SortedMap<String, String> offline =
                new TreeMap<>(pki.ensure(Map.of(), now).entries());
        offline.remove("ca.key");

        PkiState after = pki.ensure(offline, now);
        PkiState whenRenewalIsDue = pki.ensure(offline, now.plus(Duration.ofDays(360)));

        assertThat(after.change()).isEqualTo(Change.HELD);
        assertThat(after.entries()).isEqualTo(offline);
        assertThat(Handshake.between(offline, after.entries(), "demo")).startsWith("TLSv1.3");
        assertThat(whenRenewalIsDue.entries()).isEqualTo(offline);
    }

    @Test
    void aKeyThatIsPutBackRenewsAgain() {
        SortedMap<String, String> whole = pki.ensure(Map.of(), now).entries();

        assertThat(pki.ensure(whole, now.plus(Duration.ofDays(360))).change()).isEqualTo(Change.SERVER_RENEWED);
    }

    @Test
    void aKeyThatDoesNotBelongToTheCaIsNoKeyOfIt() {
        SortedMap<String, String> mixed =
                new TreeMap<>(pki.ensure(Map.of(), now).entries());
        mixed.put("ca.key", pki.ensure(Map.of(), now).entries().get("ca.key"));

        assertThat(pki.ensure(mixed, now).change()).isEqualTo(Change.HELD);
        assertThat(pki.ensure(mixed, now).entries()).isEqualTo(mixed);
    }

    @Test
    void aDamagedKeyOfTheCaIsNoKeyOfItEither() {
        SortedMap<String, String> damaged =
                new TreeMap<>(pki.ensure(Map.of(), now).entries());
        damaged.put("ca.key", "damaged");

        assertThat(pki.ensure(damaged, now).change()).isEqualTo(Change.HELD);
    }

    @Test
    void aServerCertificateOfAnotherCaIsReplaced() {
        SortedMap<String, String> mixed =
                new TreeMap<>(pki.ensure(Map.of(), now).entries());
        SortedMap<String, String> other = pki.ensure(Map.of(), now).entries();
        mixed.put("tls.crt", other.get("tls.crt"));
        mixed.put("tls.key", other.get("tls.key"));

        assertThat(pki.ensure(mixed, now).change()).isEqualTo(Change.SERVER_RENEWED);
    }

    @Test
    void noKeyIsEverPrinted() {
        assertThat(pki.ensure(Map.of(), now)).asString().doesNotContain("BEGIN");
    }

    private static SelfManagedPki pki(String instance, String... more) {
        String service = instance + ".agents";
        Set<String> names = new TreeSet<>(
                List.of(instance, service, service + ".svc", service + ".svc.cluster.local", "localhost"));
        names.addAll(List.of(more));
        return new SelfManagedPki("agents", instance, names);
    }
}
