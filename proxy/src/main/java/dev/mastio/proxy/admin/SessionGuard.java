package dev.mastio.proxy.admin;

import dev.mastio.proxy.admin.DashboardSessions.Session;
import dev.mastio.proxy.wire.Guard;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Request;
import java.sql.SQLException;

/**
 * Lets in who has an administrator's session. A browser sends the cookie by itself, whoever made the page that asks; so changes also
 * need the session's token, which other pages cannot read.
 */
final class SessionGuard implements Guard {

    private static final String CSRF_HEADER = "X-CSRF-Token";

    private final DashboardSessions sessions;

    SessionGuard(DashboardSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void admit(Request request) throws Refusal, SQLException {
        session(request);
    }

    /** For changes by scripts, which send the token in a header. */
    Guard withHeaderToken() {
        return request -> requireToken(request, request.header(CSRF_HEADER).orElse(""));
    }

    /** For changes by forms, which send the token in a field. */
    void requireToken(Request request, String token) throws Refusal, SQLException {
        Session session = session(request);
        if (token.isEmpty()) {
            throw new Refusal(403, "CSRF token missing");
        }
        if (!session.accepts(token)) {
            throw new Refusal(403, "CSRF token invalid");
        }
    }

    private Session session(Request request) throws Refusal, SQLException {
        String cookie = request.header("Cookie")
                .flatMap(header -> CookieText.value(header, DashboardSessions.COOKIE))
                .orElse("");
        return sessions.read(cookie).orElseThrow(() -> new Refusal(401, "Authentication required"));
    }
}
