package dev.mastio.proxy.registry.apitoken;

import dev.mastio.proxy.wire.TextList;
import dev.mastio.proxy.wire.Timestamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of {@code user_api_tokens}. */
final class ApiTokenRows {

    private static final String COLUMNS = """
            SELECT t.id, t.principal_id, t.label, t.token_last4, t.scope_providers, t.scope_paths, t.created_at, t.created_by,
                   t.expires_at, t.last_used_at, t.last_used_ip, t.revoked_at, t.revoked_by
            FROM user_api_tokens t""";

    private ApiTokenRows() {}

    static boolean insert(Connection connection, ApiToken token, TokenText text) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO user_api_tokens (id, principal_id, label, token_hash, token_last4, scope_providers, scope_paths,
                    created_at, created_by, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, token.id());
            insert.setString(2, token.principalId());
            insert.setString(3, token.label());
            insert.setString(4, text.hash());
            insert.setString(5, token.lastFour());
            insert.setString(6, TextList.write(token.providers()));
            insert.setString(7, TextList.write(token.paths().patterns()));
            insert.setString(8, Timestamp.text(token.createdAt()));
            insert.setString(9, token.createdBy().orElse(null));
            insert.setString(10, token.expiresAt().map(Timestamp::text).orElse(null));
            return insert.executeUpdate() == 1;
        }
    }

    /** Of a user who has access. */
    static Optional<ApiToken> find(Connection connection, TokenText text) throws SQLException {
        String ofActiveUsers = " JOIN local_user_principals p ON p.principal_id = t.principal_id"
                + " WHERE t.token_hash = ? AND t.revoked_at IS NULL AND p.revoked_at IS NULL";
        return select(connection, ofActiveUsers, text.hash()).stream().findFirst();
    }

    static Optional<ApiToken> find(Connection connection, UUID id) throws SQLException {
        return select(connection, " WHERE t.id = ?", id.toString()).stream().findFirst();
    }

    static List<ApiToken> all(Connection connection) throws SQLException {
        return select(connection, " ORDER BY t.created_at, t.id");
    }

    /** Whether it was good until now. */
    static boolean revoke(Connection connection, UUID id, Optional<String> by, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE user_api_tokens SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL")) {
            update.setString(1, Timestamp.text(now));
            update.setString(2, by.orElse(null));
            update.setString(3, id.toString());
            return update.executeUpdate() == 1;
        }
    }

    static boolean used(Connection connection, ApiToken token, ApiToken.Use use) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE user_api_tokens SET last_used_at = ?, last_used_ip = ? WHERE id = ?")) {
            update.setString(1, Timestamp.text(use.at()));
            update.setString(2, use.address());
            update.setString(3, token.id());
            return update.executeUpdate() == 1;
        }
    }

    private static List<ApiToken> select(Connection connection, String condition, String... values)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + condition)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                List<ApiToken> tokens = new ArrayList<>();
                while (row.next()) {
                    tokens.add(token(row));
                }
                return tokens;
            }
        }
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getString("id"),
                row.getString("principal_id"),
                row.getString("label"),
                row.getString("token_last4"),
                TextList.read(row.getString("scope_providers")),
                new PathScope(TextList.read(row.getString("scope_paths"))),
                Timestamp.read(row.getString("created_at")),
                Optional.ofNullable(row.getString("created_by")),
                time(row, "expires_at"),
                use(row),
                revocation(row));
    }

    private static Optional<ApiToken.Use> use(ResultSet row) throws SQLException {
        String address = row.getString("last_used_ip");
        return time(row, "last_used_at").map(at -> new ApiToken.Use(at, address));
    }

    private static Optional<ApiToken.Revocation> revocation(ResultSet row) throws SQLException {
        Optional<String> by = Optional.ofNullable(row.getString("revoked_by"));
        return time(row, "revoked_at").map(at -> new ApiToken.Revocation(at, by));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(Timestamp::read);
    }
}
