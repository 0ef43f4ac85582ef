package dev.mastio.suite.rights;

import dev.mastio.suite.audit.AuditLog;
import dev.mastio.suite.audit.Request;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose rights are looked at. */
enum Account {
    OPERATOR("the operator", AuditLog.OPERATOR) {
        @Override
        Request generalised(Request request) {
            return request;
        }
    },
    /** One account an instance. */
    SOAK("soaks", "system:serviceaccount:([^:]+):(.+)-soak") {
        @Override
        Request generalised(Request request) {
            Matcher account = matcher(request);
            if (!account.matches()) throw new IllegalArgumentException(request.user());
            String instance = account.group(2);
            return request.in(
                    request.namespace().equals(account.group(1)) ? ANY_NAMESPACE : request.namespace(),
                    request.name().startsWith(instance + "-")
                            ? ANY_INSTANCE + request.name().substring(instance.length())
                            : request.name());
        }
    },
    /** That of any instance of a test: it has no rights at all. */
    PROXY("proxies", "system:serviceaccount:mastio-test-[^:]+:(?!.*-soak$).+") {
        @Override
        Request generalised(Request request) {
            return request;
        }
    };

    /** Stand for the names of an instance and its namespace. */
    static final String ANY_NAMESPACE = "NAMESPACE";

    static final String ANY_INSTANCE = "INSTANCE";

    private final String title;
    private final Pattern user;

    Account(String title, String user) {
        this.title = title;
        this.user = Pattern.compile(user);
    }

    /** Whether it is a request of this account. */
    boolean made(Request request) {
        return matcher(request).matches();
    }

    /** The same, as if it were for any instance. */
    abstract Request generalised(Request request);

    Matcher matcher(Request request) {
        return user.matcher(request.user());
    }

    @Override
    public String toString() {
        return title;
    }
}
