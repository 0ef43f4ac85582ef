package dev.mastio.proxy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Administrators' sessions, which live in a cookie and nowhere else: JSON, a dot, and its HMAC-SHA-256 in hex. */
public final class DashboardSessions {

    static final String COOKIE = "mcp_proxy_session";
    static final Duration LIFETIME = Duration.ofHours(8);

    private static final String ROLE = "admin";
    private static final int TOKEN_BYTES = 16;
    private static final int MAX_LENGTH = 4_096;

    private final Key key;
    private final InstantSource clock;

    /** What signs the cookies. */
    @FunctionalInterface
    public interface Key {
        /** Its bytes. */
        byte[] bytes() throws SQLException;
    }

    /** Sessions signed with that key; all replicas must have the same. */
    public DashboardSessions(Key key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** A session that is valid now. */
    record Session(String role, String csrfToken) {

        boolean accepts(String token) {
            return MessageDigest.isEqual(
                    csrfToken.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The value of a new session's cookie, not yet quoted. */
    String start() throws SQLException {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        ObjectNode session = Json.object().put("role", ROLE);
        session.putArray("roles").add(ROLE);
        String json = Json.text(session.put("csrf_token", HexFormat.of().formatHex(token))
                .put("exp", clock.instant().plus(LIFETIME).getEpochSecond()));
        return json + "." + mac(json);
    }

    /** The session of a cookie's value; empty if it is not one that we signed, or is over. */
    Optional<Session> read(String value) throws SQLException {
        int dot = value.lastIndexOf('.');
        if (dot < 0 || value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String json = value.substring(0, dot);
        byte[] expected = mac(json).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, value.substring(dot + 1).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        try {
            JsonNode session = Json.read(json);
            return clock.instant().getEpochSecond() < session.path("exp").asLong()
                    ? Optional.of(new Session(
                            session.path("role").asText(),
                            session.path("csrf_token").asText()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String mac(String text) throws SQLException {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }
}
