package dev.mastio.suite.measure;

import dev.mastio.suite.CpuShare;
import dev.mastio.suite.Interruption;
import dev.mastio.suite.LoneInstance;
import dev.mastio.suite.LoneProxy;
import dev.mastio.suite.LoneServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Two proxies of one instance.
 *
 * @param folder for what they leave
 */
record Replicas(LoneProxy proxy, LoneInstance instance, Path folder) {

    /** Starts one in that group and waits until it is ready. */
    LoneServer start(String name, List<String> options, CpuShare share) throws IOException {
        LoneServer server = proxy.start(options, Files.createDirectory(folder.resolve(name)), instance);
        try {
            share.add(server.process());
            server.awaitReady();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** Has both do what is measured later. */
    void warmUp(LoneServer one, LoneServer other) throws IOException, InterruptedException {
        List<String> options = List.of("--share", "1", "--rounds", "1", "--warm-up", "1s", "--duration", "40s");
        Interruption.run(proxy.agents(one, other, options)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("warm-up.log").toFile()));
    }

    /** Measures, tells, and gives the exit code. */
    int measure(LoneServer one, LoneServer other, double share, int rounds) throws IOException, InterruptedException {
        List<String> options = List.of("--share", Double.toString(share), "--rounds", Integer.toString(rounds));
        return Interruption.run(proxy.agents(one, other, options).inheritIO());
    }

    /** Whether both have written one audit log without a gap, and nothing in it was changed. */
    boolean auditLogVerifies() throws IOException, InterruptedException {
        String file = folder.resolve("audit.ndjson").toString();
        return run("admin", "export", "--output", file) && run("audit", "verify", file);
    }

    private boolean run(String... arguments) throws IOException, InterruptedException {
        return Interruption.run(proxy.command(instance, arguments).inheritIO()) == 0;
    }
}
