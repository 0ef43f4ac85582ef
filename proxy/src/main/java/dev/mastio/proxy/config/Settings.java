package dev.mastio.proxy.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How this process is to run. Made by {@link SettingsReader}; every value has been checked.
 *
 * @param production whether what is unsafe was refused
 * @param version what {@code /health} reports
 * @param logLevel root log level, a name that the log library knows
 * @param licence licence file, if one is configured
 * @param plugins names of plugins, in the order given
 */
public record Settings(
        boolean production,
        Listen listen,
        Optional<TlsFiles> tls,
        Database database,
        Organisation organisation,
        Secrets secrets,
        Shedding shedding,
        long maxBodyBytes,
        Recycling recycling,
        Shutdown shutdown,
        Optional<Path> soakKeyFile,
        String logLevel,
        String version,
        Optional<Path> licence,
        List<String> plugins) {

    /** Where to listen; a port of 0 takes any free one. */
    public record Listen(String host, int dataPort, int opsPort) {}

    /** PEM files: the certificate chain, leaf first, and its PKCS#8 key. */
    public record TlsFiles(Path certificate, Path key) {}

    /**
     * Whose Mastio this is.
     *
     * @param id without it one is derived from the Org CA
     * @param certificateGrace how long a replaced certificate of an agent stays valid
     * @param certification directory with an Org CA that is given instead of made
     */
    public record Organisation(
            Optional<String> id, String trustDomain, Duration certificateGrace, Optional<Path> certification) {}

    /** What only the operator of this service knows. */
    public record Secrets(
            Optional<Secret> admin,
            Optional<Secret> dashboardSigningKey,
            Optional<Secret> initialAdminPassword,
            Optional<Secret> databaseEncryptionKey) {}

    /** The global token bucket: requests per second, and how many may come at once. */
    public record Shedding(int requestsPerSecond, int burst) {}

    /** When a client connection is closed, so that its next request may reach another replica. */
    public record Recycling(int maxRequests, Duration maxAge) {}

    /** How long to accept after SIGTERM, while endpoints update, and how long to wait for answers after that. */
    public record Shutdown(Duration accept, Duration drain) {}
}
