package dev.mastio.proxy.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The table of single values that all replicas share. For use within {@link Store#read} and {@link Store#write}. */
public final class SharedValues {

    private SharedValues() {}

    /** One value. */
    public static Optional<String> get(Connection connection, String key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT value FROM proxy_config WHERE key = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    /** All values. */
    public static Map<String, String> all(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT key, value FROM proxy_config");
                ResultSet row = select.executeQuery()) {
            Map<String, String> values = new HashMap<>();
            while (row.next()) {
                values.put(row.getString(1), row.getString(2));
            }
            return values;
        }
    }

    /** Sets a value that is not there yet; of several who try at once, one succeeds. */
    public static boolean claim(Connection connection, String key, String value) throws SQLException {
        return update(
                connection, "INSERT INTO proxy_config (value, key) VALUES (?, ?) ON CONFLICT DO NOTHING", value, key);
    }

    /** Sets a value. */
    public static void put(Connection connection, String key, String value) throws SQLException {
        if (!update(connection, "UPDATE proxy_config SET value = ? WHERE key = ?", value, key)
                && !claim(connection, key, value)) {
            throw new SQLException("two at once set " + key);
        }
    }

    /** Sets a value if it is still the one expected; of several who try at once, one succeeds. */
    public static boolean replace(Connection connection, String key, String expected, String value)
            throws SQLException {
        return update(
                connection, "UPDATE proxy_config SET value = ? WHERE key = ? AND value = ?", value, key, expected);
    }

    private static boolean update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate() == 1;
        }
    }
}
