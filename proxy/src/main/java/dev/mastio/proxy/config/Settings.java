package dev.mastio.proxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How this process is to run. Made by {@link SettingsReader}; every value has been checked.
 *
 * @param production whether what is unsafe was refused
 * @param upstream server that this process stands in front of instead of being one
 * @param allowedOrigins of web pages that may call; {@code *} stands for all
 * @param version what {@code /health} reports
 * @param logLevel root log level, a name that the log library knows
 */
public record Settings(
        boolean production,
        Listen listen,
        Tls tls,
        Optional<Upstream> upstream,
        Database database,
        Organisation organisation,
        Secrets secrets,
        Proofs proofs,
        Shedding shedding,
        Bounds bounds,
        Set<String> allowedOrigins,
        Audit audit,
        Recycling recycling,
        Shutdown shutdown,
        Optional<Path> soakKeyFile,
        String logLevel,
        String version) {

    /** Where to listen; a port of 0 takes any free one. */
    public record Listen(String host, int dataPort, int opsPort) {}

    /**
     * Who we are to clients, and whose clients we know.
     *
     * @param own certificate for clients that ask for no name or an unknown one; without it the organisation issues one
     * @param awaited whether the files may come later, because another process writes them
     * @param further certificates for other host names
     * @param clientAuthorities certificates of further authorities
     * @param clientAuthoritiesAwaited whether that file may come later
     * @param names of a certificate that is made here, the first as its subject
     * @param renewal how long before its end one that the organisation issues is replaced
     * @param jdkEngine whether Java itself is to encrypt, also where a faster engine would work
     */
    public record Tls(
            Optional<TlsFiles> own,
            boolean awaited,
            List<TlsFiles> further,
            Optional<Path> clientAuthorities,
            boolean clientAuthoritiesAwaited,
            List<String> names,
            Duration renewal,
            boolean jdkEngine) {}

    /**
     * The server behind this edge.
     *
     * @param url plain HTTP, without a path
     * @param connections to it that are kept for later requests
     * @param requestsPerConnection after which one is closed
     * @param idle after which one is closed
     * @param patience longest silence before an answer is given up; some routes have a multiple of it
     */
    public record Upstream(URI url, int connections, int requestsPerConnection, Duration idle, Duration patience) {}

    /** PEM files: the certificate chain, leaf first, and its key. */
    public record TlsFiles(Path certificate, Path key) {}

    /**
     * Whose Mastio this is.
     *
     * @param id without it one is derived from the Org CA
     * @param publicUrl how clients reach it; proofs of possession name it
     * @param certificateGrace how long a replaced certificate of an agent stays valid
     * @param certification directory with an Org CA that is given instead of made
     */
    public record Organisation(
            Optional<String> id,
            String trustDomain,
            Optional<URI> publicUrl,
            Duration certificateGrace,
            Optional<Path> certification) {}

    /** What only the operator of this service knows. */
    public record Secrets(
            Optional<Secret> admin,
            Optional<Secret> dashboardSigningKey,
            Optional<Secret> initialAdminPassword,
            Optional<Secret> databaseEncryptionKey) {}

    /** DPoP: how old a proof may be, how far a clock ahead, and where one must be. */
    public record Proofs(
            Duration window, Duration clockSkew, ProofRule besideClientCertificates, boolean neededToMint) {}

    /** What is done about a proof. */
    public enum ProofRule {
        /** Not looked at. */
        OFF,
        /** Checked if there is one. */
        OPTIONAL,
        /** Nothing goes without. */
        REQUIRED
    }

    /** The global token bucket: requests per second, and how many may come at once. */
    public record Shedding(int requestsPerSecond, int burst) {}

    /**
     * How much may be under way.
     *
     * @param agentRequestsPerMinute of one agent with a client certificate
     * @param bodyBytes of one request
     * @param requestsPerFamily at once
     * @param bodiesBytes of all requests at once
     * @param databaseLatency when to shed load because the database is slow
     */
    public record Bounds(
            int agentRequestsPerMinute,
            long bodyBytes,
            int requestsPerFamily,
            long bodiesBytes,
            DatabaseLatency databaseLatency) {}

    /** Load is shed when the database's answers take longer than the first, until they take less than the second. */
    public record DatabaseLatency(Duration shedAbove, Duration shedUntil) {}

    /**
     * How what happened is recorded.
     *
     * @param entriesPerCommit audited requests that go to the store together at most; SQLite may commit several such groups at once
     * @param checkpointEvery how often the ends of chains are signed, if at all
     * @param timeStamps authority that confirms them too
     */
    public record Audit(int entriesPerCommit, Optional<Duration> checkpointEvery, Optional<URI> timeStamps) {}

    /** When a client connection is closed, so that its next request may reach another replica. */
    public record Recycling(int maxRequests, Duration maxAge) {}

    /** How long to accept after SIGTERM, while endpoints update, and how long to wait for answers after that. */
    public record Shutdown(Duration accept, Duration drain) {}
}
