package dev.mastio.proxy.registry.apitoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mastio.proxy.enrolment.Organisations;
import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.registry.TestUser;
import dev.mastio.proxy.registry.apitoken.ApiTokens.Minted;
import dev.mastio.proxy.registry.apitoken.ApiTokens.Wanted;
import dev.mastio.proxy.store.ForwardingStore;
import dev.mastio.proxy.store.Store;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Store.Kind.class)
class ApiTokensTest {

    private static final String MARIO = "acme::user::mario";

    private final Store.Kind kind;
    private final AtomicInteger writes = new AtomicInteger();

    @TempDir
    private Path directory;

    private Organisations acme;
    private ApiTokens tokens;

    ApiTokensTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        acme = Organisations.fresh(kind, directory);
        acme.principals.add(TestUser.named("mario", "Mario", Organisations.NOON));
        acme.journal.notes().clear();
        tokens = new ApiTokens(new Counting(acme.store, writes), acme.journal, acme.clock);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void findsATokenByItsTextWhichIsNotKept() throws Exception {
        Minted minted = mint(Optional.empty());

        assertThat(minted.text().reveal())
                .matches("culk_[a-z2-7]{52}")
                .endsWith(minted.token().lastFour());
        assertThat(tokens.find(minted.text())).contains(minted.token());
        assertThat(everythingStored())
                .contains(minted.token().id())
                .doesNotContain(minted.text().reveal().substring(5));
        assertThat(acme.journal.notes().toString())
                .contains(minted.token().id())
                .doesNotContain(minted.text().reveal().substring(5));
    }

    @Test
    void notesWhoMadeAndWhoRevokedOne() throws Exception {
        Minted minted = mint(Optional.empty());
        UUID id = UUID.fromString(minted.token().id());

        assertThat(tokens.revoke(id, Optional.of("root"))).isTrue();
        assertThat(tokens.revoke(id, Optional.of("somebody else"))).isTrue();

        assertThat(acme.journal.actions()).containsExactly("api_token.create", "api_token.revoke");
        assertThat(tokens.find(id).orElseThrow().revocation())
                .contains(new ApiToken.Revocation(Organisations.NOON, Optional.of("root")));
        assertThat(tokens.revoke(UUID.randomUUID(), Optional.empty())).isFalse();
    }

    @Test
    void makesNoneThatTheAuditLogDoesNotTakeDown() throws Exception {
        acme.journal.breakDown();

        assertThatThrownBy(() -> mint(Optional.empty())).isInstanceOf(SQLException.class);

        assertThat(tokens.list()).isEmpty();
    }

    @Test
    void findsNoneThatIsRevokedOrPastItsEnd() throws Exception {
        Minted revoked = mint(Optional.empty());
        Minted ending = mint(Optional.of(Duration.ofMinutes(10)));

        tokens.revoke(UUID.fromString(revoked.token().id()), Optional.empty());
        acme.clock.advance(Duration.ofSeconds(599));

        assertThat(tokens.find(revoked.text())).isEmpty();
        assertThat(tokens.find(ending.text())).isPresent();
        acme.clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.find(ending.text())).isEmpty();
        assertThat(tokens.list()).hasSize(2);
    }

    @Test
    void findsNoneOfAUserWithoutAccess() throws Exception {
        Minted minted = mint(Optional.empty());

        acme.principals.deactivate(PrincipalType.USER, MARIO, "left", "test");

        assertThat(tokens.find(minted.text())).isEmpty();
        assertThat(tokens.mint(wanted(MARIO, Optional.empty()))).isEmpty();
        acme.principals.reactivate(PrincipalType.USER, MARIO, "test");
        assertThat(tokens.find(minted.text())).isPresent();
    }

    @Test
    void makesNoneForSomebodyUnknown() throws Exception {
        assertThat(tokens.mint(wanted("acme::user::nobody", Optional.empty()))).isEmpty();
        assertThat(tokens.mint(wanted("acme::alice", Optional.empty()))).isEmpty();
        assertThat(acme.journal.notes()).isEmpty();
    }

    @Test
    void notesItsUseOnceAMinuteWhateverTheReplica() throws Exception {
        Minted minted = mint(Optional.empty());
        ApiTokens elsewhere = new ApiTokens(new Counting(acme.database.open(), writes), acme.journal, acme.clock);
        acme.clock.advance(Duration.ofSeconds(1));
        writes.set(0);

        for (int i = 0; i < 59; i++) {
            tokens.used(tokens.find(minted.text()).orElseThrow(), "192.0.2." + i);
            elsewhere.used(elsewhere.find(minted.text()).orElseThrow(), "198.51.100.1");
            acme.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(writes).hasValue(1);
        assertThat(tokens.find(minted.text()).orElseThrow().lastUse())
                .contains(new ApiToken.Use(Organisations.NOON.plusSeconds(1), "192.0.2.0"));
        acme.clock.advance(Duration.ofSeconds(1));
        elsewhere.used(elsewhere.find(minted.text()).orElseThrow(), "198.51.100.1");
        assertThat(tokens.find(minted.text()).orElseThrow().lastUse())
                .contains(new ApiToken.Use(Organisations.NOON.plusSeconds(61), "198.51.100.1"));
    }

    @Test
    void goesOnWhenItsUseCannotBeNoted() throws Exception {
        Minted minted = mint(Optional.empty());
        ApiTokens reading = new ApiTokens(
                new ForwardingStore() {
                    @Override
                    public Store store() {
                        return acme.store;
                    }

                    @Override
                    public <T> T write(Work<T> work) throws SQLException {
                        throw new SQLException("read-only");
                    }
                },
                acme.journal,
                acme.clock);

        reading.used(reading.find(minted.text()).orElseThrow(), "192.0.2.1");

        assertThat(reading.find(minted.text()).orElseThrow().lastUse()).isEmpty();
    }

    private Minted mint(Optional<Duration> lifetime) throws SQLException {
        return tokens.mint(wanted(MARIO, lifetime)).orElseThrow();
    }

    private Wanted wanted(String principal, Optional<Duration> lifetime) {
        return new Wanted(
                principal,
                "laptop",
                List.of("anthropic"),
                PathScope.DEFAULT,
                lifetime.map(time -> acme.clock.instant().plus(time)),
                Optional.of("root"));
    }

    private String everythingStored() throws SQLException {
        return acme.store.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM user_api_tokens")) {
                StringBuilder all = new StringBuilder();
                while (row.next()) {
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        all.append(row.getString(i)).append('|');
                    }
                }
                return all.toString();
            }
        });
    }

    /** Counts what is written. */
    private record Counting(Store store, AtomicInteger writes) implements ForwardingStore {

        @Override
        public <T> T write(Work<T> work) throws SQLException {
            writes.incrementAndGet();
            return store.write(work);
        }
    }
}
