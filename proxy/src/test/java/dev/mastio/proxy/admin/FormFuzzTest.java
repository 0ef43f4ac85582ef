package dev.mastio.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.FormBody;
import dev.mastio.proxy.wire.Refusal;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.parallel.Isolated;

/** The same for bodies and cookies, see {@code KeyFuzzTest}. */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class FormFuzzTest {

    private static final DashboardSessions SESSIONS = new DashboardSessions(() -> new byte[32], InstantSource.system());

    @FuzzTest
    void form(byte[] body) {
        try {
            FormBody form = FormBody.of(body);
            form.text("password");
            form.list("capabilities");
        } catch (Refusal e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void fields(byte[] body) {
        try {
            Fields fields = Fields.of(body);
            fields.text("a", 1, 10);
            fields.optionalText("b", 10);
            fields.texts("c", 10, 10);
            fields.flag("d", false);
            fields.optionalObject("e");
            fields.check();
        } catch (Refusal e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void cookie(byte[] header) throws SQLException {
        CookieText.value(new String(header, UTF_8), DashboardSessions.COOKIE).ifPresent(value -> {
            try {
                if (SESSIONS.read(value).isPresent()) {
                    throw new AssertionError("nobody can sign for this key");
                }
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        String plain = CookieText.quote(new String(header, UTF_8));
        if (plain.chars().anyMatch(c -> c == ';' || c == ',' || c < ' ' || c > '~')) {
            throw new AssertionError("a character that no cookie may hold");
        }
    }
}
