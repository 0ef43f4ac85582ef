package dev.mastio.suite.measure;

import dev.mastio.suite.AotCache;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.Interruption;
import dev.mastio.suite.LaptopPod;
import dev.mastio.suite.LoneProxy;
import dev.mastio.suite.LoneServer;
import dev.mastio.suite.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What authentication costs a proxy of its own, which keeps all in a SQLite file. */
@Command(
        name = "auth",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a proxy on SQLite, enrols agents by the administrators' route, and measures token mints, audited calls",
            "and enrolments per CPU second of the proxy, beside what `openssl speed ecdsap256` verifies in one.",
            LaptopPod.SETTINGS + " Nothing holds it to the half processor of a pod of class laptop.",
            "Exit code 1 below 0.125 of that for mints, 0.357 for calls, or 1,000 certificates, or if any request fails."
        })
public final class AuthCommand implements Callable<Integer> {

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Of which the median counts (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--jvm",
            defaultValue = LaptopPod.JVM_FLAGS,
            description = "Flags of the proxy's JVM; default: those of a pod of class laptop (${DEFAULT-VALUE}).")
    private String jvm = "";

    @Override
    public Integer call() throws Exception {
        LoneProxy proxy = LoneProxy.built(Distribution.fromProperties());
        AotCache cache = new AotCache(proxy);
        if (!cache.isFresh()) cache.make();
        Stream<String> options = Stream.of(jvm.strip().split("\\s+"));
        Path folder = Files.createTempDirectory("mastio-auth-");
        String judged = "--judge --warm-up 20s --duration 6s --rounds " + rounds;
        try (LoneServer server = proxy.start(
                Stream.concat(options, Stream.of("-XX:AOTCache=" + cache.file()))
                        .toList(),
                folder)) {
            server.awaitReady();
            return Interruption.run(
                    proxy.agents(server, List.of(judged.split(" "))).inheritIO());
        } finally {
            StateFolder.removeAll(folder);
        }
    }
}
