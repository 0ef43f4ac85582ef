package dev.mastio.proxy.admin;

import dev.mastio.proxy.limits.AddressBudget;
import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.wire.FormBody;
import dev.mastio.proxy.wire.Refusal;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongSupplier;

/** Where administrators get a session: choose the password once, then log in with it. Answers are pages, as browsers expect. */
public final class DashboardRoutes {

    private static final int PER_MINUTE = 10;
    /** Of all addresses together: each password takes a tenth of a second of a core to check. */
    private static final int CHECKED_PER_MINUTE = 20;

    private static final String EVERYBODY = "";

    private static final String AFTER_LOGIN = "/v1/admin/enrollments";

    private final AdminPassword password;
    private final DashboardSessions sessions;
    private final LockOut lockOut;
    private final AddressBudget budget;
    private final AddressBudget checks;
    private final boolean registration;

    /**
     * The routes on that password.
     *
     * @param registration whether anybody may choose the first password: not in production, where whoever is first would be it
     * @param nanoTime by which tries are limited; such as {@link System#nanoTime}
     */
    public DashboardRoutes(
            AdminPassword password,
            DashboardSessions sessions,
            LockOut lockOut,
            boolean registration,
            LongSupplier nanoTime) {
        this.password = password;
        this.sessions = sessions;
        this.lockOut = lockOut;
        this.registration = registration;
        this.budget = new AddressBudget(PER_MINUTE, nanoTime);
        this.checks = new AddressBudget(CHECKED_PER_MINUTE, nanoTime);
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.post("/proxy/login", Family.ADMIN, this::login),
                Route.post("/proxy/register", Family.ADMIN, this::register));
    }

    private Reply login(Request request) throws Exception {
        if (!budget.take(request.clientAddress())) {
            return page(new Refusal(429, "too many attempts, try again later").header("Retry-After", "60"));
        }
        String given = FormBody.of(request.body()).verbatim("password");
        try {
            return lockOut.attempt(request.clientAddress(), () -> isRight(given))
                    ? welcome()
                    : page(401, "Wrong password.");
        } catch (Refusal refusal) {
            return page(refusal);
        }
    }

    private boolean isRight(String given) throws Refusal, SQLException {
        if (!checks.take(EVERYBODY)) {
            throw new Refusal(429, "too many attempts, try again later").header("Retry-After", "60");
        }
        return password.matches(given);
    }

    private Reply register(Request request) throws Exception {
        if (!budget.take(request.clientAddress())) {
            return page(new Refusal(429, "too many attempts, try again later").header("Retry-After", "60"));
        }
        if (!registration) {
            return page(403, "The first password comes from MCP_PROXY_INITIAL_ADMIN_PASSWORD or the command line.");
        }
        FormBody form = FormBody.of(request.body());
        if (!form.verbatim("password").equals(form.verbatim("confirm_password"))) {
            return page(400, "The passwords differ.");
        }
        try {
            password.choose(form.verbatim("password"), "registration");
        } catch (Refusal refusal) {
            return page(refusal);
        }
        return welcome();
    }

    private Reply welcome() throws SQLException {
        String cookie = DashboardSessions.COOKIE + "=" + CookieText.quote(sessions.start())
                + "; HttpOnly; Secure; SameSite=strict; Path=/; Max-Age=" + DashboardSessions.LIFETIME.toSeconds();
        return Reply.empty(303).header("Location", AFTER_LOGIN).header("Set-Cookie", cookie);
    }

    private static Reply page(Refusal refusal) {
        Reply page = page(refusal.status(), refusal.detail() + ".");
        String retry = refusal.headers().get("Retry-After");
        return retry == null ? page : page.header("Retry-After", retry);
    }

    private static Reply page(int status, String text) {
        return Reply.text(
                status, "text/html; charset=utf-8", "<!doctype html><title>Mastio</title><p>" + text + "</p>\n");
    }
}
