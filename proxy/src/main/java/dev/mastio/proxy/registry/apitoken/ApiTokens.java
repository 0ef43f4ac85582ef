package dev.mastio.proxy.registry.apitoken;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.journal.Journal;
import dev.mastio.proxy.journal.Note;
import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.registry.Principals;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Timestamp;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tokens of this organisation's users. Each that is made or revoked is in the audit log, in the same transaction. */
public final class ApiTokens {

    private static final Logger LOG = LoggerFactory.getLogger(ApiTokens.class);

    private final Store store;
    private final Journal journal;
    private final InstantSource clock;
    private final Notes notes = new Notes();

    public ApiTokens(Store store, Journal journal, InstantSource clock) {
        this.store = store;
        this.journal = journal;
        this.clock = clock;
    }

    /** What a token is to be. */
    public record Wanted(
            String principalId,
            String label,
            List<String> providers,
            PathScope paths,
            Optional<Instant> expiresAt,
            Optional<String> createdBy) {}

    /** A new token, with what only its holder will know. */
    public record Minted(ApiToken token, TokenText text) {}

    /** Makes one; empty if there is no such user, or only a revoked one. */
    public Optional<Minted> mint(Wanted wanted) throws SQLException {
        TokenText text = TokenText.random();
        ApiToken token = new ApiToken(
                UUID.randomUUID().toString(),
                wanted.principalId(),
                wanted.label(),
                text.lastFour(),
                wanted.providers(),
                wanted.paths(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                wanted.createdBy(),
                wanted.expiresAt(),
                Optional.empty(),
                Optional.empty());
        boolean made = store.write(connection -> Principals.isActive(
                        connection, PrincipalType.USER, token.principalId())
                && ApiTokenRows.insert(connection, token, text)
                && write(
                        connection,
                        token,
                        "api_token.create",
                        detail(token)
                                .put("by", token.createdBy().orElse(null))
                                .put(
                                        "expires_at",
                                        token.expiresAt().map(Timestamp::text).orElse(null))));
        return made ? Optional.of(new Minted(token, text)) : Optional.empty();
    }

    /** The token with that text, if it is good now and its user has access. */
    public Optional<ApiToken> find(TokenText text) throws SQLException {
        return store.<Optional<ApiToken>>read(connection -> ApiTokenRows.find(connection, text))
                .filter(token -> token.isGood(clock.instant()));
    }

    /** The token with that id, whatever has become of it. */
    public Optional<ApiToken> find(UUID id) throws SQLException {
        return store.read(connection -> ApiTokenRows.find(connection, id));
    }

    /** All, oldest first. */
    public List<ApiToken> list() throws SQLException {
        return store.read(ApiTokenRows::all);
    }

    /** Makes it good for nothing, unless that was done before; false if there is none with that id. */
    public boolean revoke(UUID id, Optional<String> by) throws SQLException {
        return store.write(connection -> {
            boolean revoked = ApiTokenRows.revoke(connection, id, by, clock.instant());
            Optional<ApiToken> token = ApiTokenRows.find(connection, id);
            if (revoked && token.isPresent()) {
                write(
                        connection,
                        token.get(),
                        "api_token.revoke",
                        detail(token.get()).put("by", by.orElse(null)));
            }
            return token.isPresent();
        });
    }

    /** Notes that its holder was let in, once a minute at most. */
    public void used(ApiToken token, String address) {
        Instant now = clock.instant();
        if (!notes.isDue(token, now)) {
            return;
        }
        try {
            store.write(connection -> ApiTokenRows.used(connection, token, new ApiToken.Use(now, address)));
        } catch (SQLException e) {
            // The request may go on: when a token was used last is good to know, no more.
            LOG.debug("the use of token {} was not noted", token.id(), e);
        }
    }

    private static ObjectNode detail(ApiToken token) {
        return Json.object().put("token_id", token.id()).put("label", token.label());
    }

    private boolean write(Connection connection, ApiToken token, String action, ObjectNode detail) throws SQLException {
        journal.write(connection, new Note(token.principalId(), action, detail));
        return true;
    }
}
