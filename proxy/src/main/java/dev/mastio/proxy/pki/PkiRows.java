package dev.mastio.proxy.pki;

import dev.mastio.proxy.store.SharedValues;
import dev.mastio.proxy.wire.Timestamp;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows that hold the organisation's certification. Knows SQL and nothing of keys: those come and go as sealed text. */
final class PkiRows {

    static final String EPOCH = "pki_epoch";
    static final String ORG = "org_id";
    static final String ROOT = "org_ca";
    static final String INTERMEDIATE = "mastio_ca";
    private static final String CERTIFICATE = "_cert";

    private PkiRows() {}

    /**
     * All of it.
     *
     * @param values of the shared table
     * @param secrets sealed, by name
     */
    record Stored(
            Map<String, String> values, Map<String, String> secrets, List<KeyRow> tokenKeys, List<RetiredRow> retired) {

        Optional<Long> epoch() {
            return Optional.ofNullable(values.get(EPOCH)).map(Long::valueOf);
        }

        Optional<String> certificate(String authority) {
            return Optional.ofNullable(values.get(authority + CERTIFICATE));
        }
    }

    /** A key that signs tokens; its private half is sealed, and empty once it no longer signs. */
    record KeyRow(
            String kid,
            String privateKey,
            String certificatePem,
            Instant since,
            Optional<Instant> replaced,
            Instant until) {}

    /** A former Intermediate. */
    record RetiredRow(String certificatePem, Instant until) {}

    /** Whether that is what is stored: the same root, and no change since. */
    static boolean holds(Connection connection, Authority authority) throws SQLException {
        return SharedValues.get(connection, EPOCH).equals(Optional.of(Long.toString(authority.epoch())))
                && SharedValues.get(connection, ROOT + CERTIFICATE).equals(Optional.of(Pem.text(authority.root())));
    }

    /** Reads it as it was at one moment: anew, if it was changed between one statement and the next. */
    static Stored read(Connection connection) throws SQLException {
        Stored stored;
        do {
            stored = new Stored(
                    SharedValues.all(connection), secrets(connection), tokenKeys(connection), retired(connection));
        } while (!SharedValues.get(connection, EPOCH)
                .equals(Optional.ofNullable(stored.values().get(EPOCH))));
        return stored;
    }

    static void putAuthority(Connection connection, String name, String certificatePem) throws SQLException {
        SharedValues.put(connection, name + CERTIFICATE, certificatePem);
    }

    static void putSecret(Connection connection, String name, String sealed, Instant now) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO pki_key_store (name, envelope, created_at) VALUES (?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET envelope = excluded.envelope, created_at = excluded.created_at""")) {
            upsert.setString(1, name);
            upsert.setString(2, sealed);
            upsert.setString(3, Timestamp.text(now));
            upsert.executeUpdate();
        }
    }

    static void insertTokenKey(Connection connection, TokenKey key, String sealed) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO mastio_keys (kid, pubkey_pem, privkey_pem, cert_pem, created_at, activated_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, key.kid());
            insert.setString(2, Pem.text(key.publicKey()));
            insert.setString(3, sealed);
            insert.setString(4, Pem.text(key.certificate()));
            insert.setString(5, Timestamp.text(key.since()));
            insert.setString(6, Timestamp.text(key.since()));
            insert.setString(7, Timestamp.text(key.until()));
            insert.executeUpdate();
        }
    }

    /** Former keys verify until then and sign no more, so their private halves go. */
    static void deprecateTokenKeys(Connection connection, Instant now, Instant until) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE mastio_keys SET deprecated_at = ?, privkey_pem = '',
                       expires_at = CASE WHEN expires_at < ? THEN expires_at ELSE ? END
                WHERE deprecated_at IS NULL""")) {
            update.setString(1, Timestamp.text(now));
            update.setString(2, Timestamp.text(until));
            update.setString(3, Timestamp.text(until));
            update.executeUpdate();
        }
    }

    static void resealTokenKey(Connection connection, String kid, String sealed) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE mastio_keys SET privkey_pem = ? WHERE kid = ? AND deprecated_at IS NULL")) {
            update.setString(1, sealed);
            update.setString(2, kid);
            update.executeUpdate();
        }
    }

    static void insertRetired(Connection connection, X509Certificate certificate, Instant now, Instant until)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO retired_intermediates (fingerprint, cert_pem, retired_at, grace_until)
                VALUES (?, ?, ?, ?)""")) {
            insert.setString(1, Fingerprints.of(certificate));
            insert.setString(2, Pem.text(certificate));
            insert.setString(3, Timestamp.text(now));
            insert.setString(4, Timestamp.text(until));
            insert.executeUpdate();
        }
    }

    private static Map<String, String> secrets(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT name, envelope FROM pki_key_store");
                ResultSet row = select.executeQuery()) {
            Map<String, String> secrets = new HashMap<>();
            while (row.next()) {
                secrets.put(row.getString(1), row.getString(2));
            }
            return secrets;
        }
    }

    private static List<KeyRow> tokenKeys(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        SELECT kid, privkey_pem, cert_pem, activated_at, deprecated_at, expires_at FROM mastio_keys
                        WHERE activated_at IS NOT NULL
                        ORDER BY CASE WHEN deprecated_at IS NULL THEN 0 ELSE 1 END, activated_at DESC, kid""");
                ResultSet row = select.executeQuery()) {
            List<KeyRow> keys = new ArrayList<>();
            while (row.next()) {
                keys.add(new KeyRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Timestamp.read(row.getString(4)),
                        Optional.ofNullable(row.getString(5)).map(Timestamp::read),
                        Timestamp.read(row.getString(6))));
            }
            return keys;
        }
    }

    private static List<RetiredRow> retired(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT cert_pem, grace_until FROM retired_intermediates ORDER BY retired_at DESC, fingerprint");
                ResultSet row = select.executeQuery()) {
            List<RetiredRow> retired = new ArrayList<>();
            while (row.next()) {
                retired.add(new RetiredRow(row.getString(1), Timestamp.read(row.getString(2))));
            }
            return retired;
        }
    }
}
