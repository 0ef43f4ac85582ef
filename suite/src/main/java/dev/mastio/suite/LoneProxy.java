package dev.mastio.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The proxy as the only pod of a new instance on SQLite, or as one of several on Postgres.
 *
 * @param files where it lies
 */
public record LoneProxy(Distribution distribution, ProgramFiles files) implements LoneProgram {

    /** As the build left it, for this Java. */
    public static LoneProxy built(Distribution distribution) {
        return new LoneProxy(distribution, ProgramFiles.built(distribution, "proxy"));
    }

    @Override
    public LoneServer start(List<String> jvmOptions, Path state) throws IOException {
        return start(jvmOptions, state, LoneInstance.onSqlite(state));
    }

    /** The same as a pod of an instance that may have others. */
    public LoneServer start(List<String> jvmOptions, Path state, LoneInstance instance) throws IOException {
        String address = LoneServer.anyAddress();
        return LoneServer.start(files.command(jvmOptions), instance.settings(address), address, state);
    }

    /** Another command of the program, with the settings of a pod. */
    public ProcessBuilder command(LoneInstance instance, String... arguments) throws IOException {
        List<String> command = files.command(List.of("-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(List.of(arguments));
        return LoneServer.program(command, instance.settings(LoneServer.anyAddress()));
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
        List<String> arguments = new ArrayList<>(List.of(command, "--admin-secret", LoneInstance.ADMIN_SECRET));
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
