package dev.mastio.proxy.config;

import dev.mastio.proxy.config.Database.Credentials;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a database URL in the form that the original's settings use. */
final class DatabaseUrl {

    private static final Pattern DRIVER = Pattern.compile("^(sqlite|postgresql|postgres)(\\+[a-z0-9]+)?:");
    private static final String SQLITE = "sqlite:///";
    private static final int POSTGRES_PORT = 5432;

    private DatabaseUrl() {}

    /**
     * Reads a URL.
     *
     * @param given credentials from elsewhere; those in the URL win
     * @throws IllegalArgumentException with advice, when the URL is of no known form
     */
    static Database read(String url, Credentials given) {
        // The original names a Python driver in its URLs; which driver we use is our own matter.
        String plain = DRIVER.matcher(url).replaceFirst("$1:");
        if (plain.startsWith("sqlite:")) {
            return sqlite(plain);
        }
        if (plain.startsWith("postgres")) {
            return postgres(URI.create(plain), given);
        }
        throw new IllegalArgumentException("give sqlite:///PATH or postgresql://HOST:PORT/DB");
    }

    private static Database sqlite(String url) {
        if (!url.startsWith(SQLITE) || url.length() == SQLITE.length() || url.endsWith(":memory:")) {
            throw new IllegalArgumentException(
                    "give a file, sqlite:///PATH (relative) or sqlite:////PATH (absolute): what is only in memory is lost");
        }
        return new Database.Sqlite(Path.of(url.substring(SQLITE.length())));
    }

    private static Database postgres(URI url, Credentials given) {
        String path = url.getPath();
        if (url.getHost() == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException("give postgresql://HOST:PORT/DB, host and database name included");
        }
        return new Database.Postgres(
                url.getHost(),
                url.getPort() < 0 ? POSTGRES_PORT : url.getPort(),
                path.substring(1),
                credentials(url, given),
                sslMode(url));
    }

    private static Credentials credentials(URI url, Credentials given) {
        if (url.getRawUserInfo() == null) {
            return given;
        }
        String[] userAndPassword = url.getRawUserInfo().split(":", 2);
        return new Credentials(
                Optional.of(decoded(userAndPassword[0])),
                userAndPassword.length == 2 ? Optional.of(decoded(userAndPassword[1])) : given.password());
    }

    private static Optional<String> sslMode(URI url) {
        if (url.getQuery() == null) {
            return Optional.empty();
        }
        if (url.getQuery().startsWith("sslmode=") && !url.getQuery().contains("&")) {
            return Optional.of(url.getQuery().substring("sslmode=".length()));
        }
        throw new IllegalArgumentException("the only parameter understood is sslmode, as in ?sslmode=verify-full");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
