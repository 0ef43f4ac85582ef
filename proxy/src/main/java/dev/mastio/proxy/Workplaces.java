package dev.mastio.proxy;

import dev.mastio.proxy.admin.command.Workplace;
import dev.mastio.proxy.admin.command.Workplace.UnusableException;
import dev.mastio.proxy.audit.AuditExport;
import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Database;
import dev.mastio.proxy.config.InvalidSettingsException;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.UnmigratedException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Opens, for a command, the store that the environment names. */
final class Workplaces implements Workplace.Entrance {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final Map<String, String> environment;

    Workplaces(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Workplace open(boolean create) throws UnusableException {
        Settings settings;
        try {
            settings = SettingsReader.read(environment);
        } catch (InvalidSettingsException e) {
            throw new UnusableException(String.join(System.lineSeparator(), e.problems()));
        }
        // What goes wrong is said by the command itself; logs are for services.
        JsonLogs.level("OFF");
        if (!create && settings.database() instanceof Database.Sqlite sqlite && !Files.exists(sqlite.file())) {
            throw new UnusableException("there is no database " + sqlite.file() + "; `admin bootstrap` makes one");
        }
        // The service runs on it, perhaps of an earlier version: whoever only looks must not change its tables.
        Store store = create ? Store.open(settings.database()) : Store.openAsItIs(settings.database());
        AuditLog audit = new AuditLog(store, InstantSource.system());
        Runnable close = () -> {
            audit.close();
            store.close();
        };
        try {
            awaitAnswer(store);
            Identity identity = new Identity(settings, store, Gateway.journal(audit), InstantSource.system());
            if (!create && identity.pki().storedOrganisation().isEmpty()) {
                throw new UnusableException("the database is empty; start the service, or run `admin bootstrap`");
            }
            return new Workplace(
                    identity.pki(),
                    identity.rotation(),
                    identity.agents(),
                    identity.principals(),
                    identity.approval(),
                    identity.password(),
                    new AuditExport(store),
                    close);
        } catch (UnmigratedException e) {
            close.run();
            throw new UnusableException(String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            close.run();
            throw new UnusableException("the database does not answer: " + e.getMessage());
        } catch (UnusableException | RuntimeException e) {
            close.run();
            throw e;
        }
    }

    private static void awaitAnswer(Store store) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                store.ask();
                return;
            } catch (UnmigratedException e) {
                throw e;
            } catch (SQLException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(SQLException reason) throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
