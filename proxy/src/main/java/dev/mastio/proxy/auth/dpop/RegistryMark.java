package dev.mastio.proxy.auth.dpop;

import java.sql.Connection;
import java.sql.SQLException;

/** What is another one whenever an agent was added, changed or removed: while it is the same, callers are who they are remembered to be. */
@FunctionalInterface
public interface RegistryMark {

    /** The present one, for whoever is in that transaction. */
    String read(Connection connection) throws SQLException;
}
