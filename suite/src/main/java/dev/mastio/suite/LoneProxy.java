package dev.mastio.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The proxy with a SQLite file and with what a pod has besides: a certificate in files, and secrets.
 *
 * @param files where it lies
 */
public record LoneProxy(Distribution distribution, ProgramFiles files) implements LoneProgram {

    private static final String NO_ADMIN = "for measurements and training only";
    private static final String UNLIMITED = "1000000";
    private static final String NEVER_MILLIS = "60000";
    /** As the operator makes one for an instance, but known to everybody. */
    private static final String NO_SECRET = "raw:for-measurements-and-training-only---------";

    /** As the build left it, for this Java. */
    public static LoneProxy built(Distribution distribution) {
        return new LoneProxy(distribution, ProgramFiles.built(distribution, "proxy"));
    }

    @Override
    public LoneServer start(List<String> jvmOptions, Path state) throws IOException {
        return start(jvmOptions, state, "sqlite:///" + state.resolve("proxy.db"));
    }

    /** The same with another database, which it may share. */
    public LoneServer start(List<String> jvmOptions, Path state, String database) throws IOException {
        String address = LoneServer.anyAddress();
        return LoneServer.start(files.command(jvmOptions), environment(address, state, database), address, state);
    }

    /** Another command of the program, with the same settings. */
    public ProcessBuilder command(Path state, String database, String... arguments) throws IOException {
        List<String> command = files.command(List.of("-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(List.of(arguments));
        return LoneServer.program(command, environment(LoneServer.anyAddress(), state, database));
    }

    private static Map<String, String> environment(String address, Path state, String database) throws IOException {
        CertificateFiles tls = CertificateFiles.in(state);
        Map<String, String> environment = new HashMap<>();
        environment.put("MCP_PROXY_HOST", address);
        environment.put("MCP_PROXY_PORT", Integer.toString(LoneServer.DATA_PORT));
        environment.put("MASTIO_OPS_PORT", Integer.toString(LoneServer.OPS_PORT));
        environment.put("MASTIO_TLS_CERT_FILE", tls.certificate().toString());
        environment.put("MASTIO_TLS_KEY_FILE", tls.key().toString());
        environment.put("MCP_PROXY_DATABASE_URL", database);
        environment.put("MCP_PROXY_ADMIN_SECRET", NO_ADMIN);
        environment.put("MCP_PROXY_DB_ENCRYPTION_KEY", NO_SECRET);
        // A pod's are computed, and higher than what training sends.
        environment.put("MCP_PROXY_GLOBAL_RATE_LIMIT_RPS", UNLIMITED);
        environment.put("MCP_PROXY_GLOBAL_RATE_LIMIT_BURST", UNLIMITED);
        // What else this machine does makes its disk slow, and is not to be answered for.
        environment.put("MASTIO_DB_LATENCY_SHED_ABOVE_MILLIS", NEVER_MILLIS);
        environment.put("MASTIO_SHUTDOWN_ACCEPT_SECONDS", "0");
        return environment;
    }

    /** Besides what any server does: is asked for metrics, and has agents enrol, mint tokens and call with proofs. */
    @Override
    public void exercise(LoneServer server, Path state) throws IOException, InterruptedException {
        LoneProgram.super.exercise(server, state);
        server.ask("/metrics");
        List<String> briefly = List.of("--connections", "4", "--warm-up", "1s", "--duration", "2s");
        Process agents = agents(server, briefly).redirectErrorStream(true).start();
        String said = new String(agents.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (agents.waitFor() != 0) throw new IOException("no agent could mint and call:\n" + said);
    }

    /** The load program with agents that enrol, mint tokens and call with proofs. */
    public ProcessBuilder agents(LoneServer server, List<String> options) throws IOException {
        return load("auth", List.of(server), options);
    }

    /** The load program with agents that call at one or at both of two replicas. */
    public ProcessBuilder agents(LoneServer one, LoneServer other, List<String> options) throws IOException {
        return load("replicas", List.of(one, other), options);
    }

    private ProcessBuilder load(String command, List<LoneServer> servers, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, "--admin-secret", NO_ADMIN));
        for (LoneServer server : servers) {
            arguments.addAll(List.of("--url", server.baseUrl()));
            arguments.addAll(List.of("--pid", Long.toString(server.process().pid())));
        }
        arguments.addAll(options);
        return new ProcessBuilder(
                distribution.program("benchmarks", "dev.mastio.bench.Main", List.of("-Xmx96m"), arguments));
    }

    @Override
    public Path jar() {
        return files.jar();
    }

    @Override
    public Path libraries() {
        return files.libraries();
    }

    @Override
    public Path cache() {
        return files.cache();
    }
}
