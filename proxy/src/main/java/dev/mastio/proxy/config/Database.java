package dev.mastio.proxy.config;

import java.nio.file.Path;
import java.util.Optional;

/** Which database holds the proxy's state. */
public sealed interface Database {

    /** One file on a volume of this replica alone. */
    record Sqlite(Path file) implements Database {}

    /** A server that replicas share. */
    record Postgres(String host, int port, String name, Credentials credentials, Optional<String> sslMode)
            implements Database {}

    /** Who we are to the database. */
    record Credentials(Optional<String> username, Optional<String> password) {

        /** Never shows the password: records end up in log lines. */
        @Override
        public String toString() {
            return "Credentials[username=%s, password=%s]"
                    .formatted(username.orElse("-"), password.isPresent() ? "***" : "-");
        }
    }
}
