package dev.mastio.suite.measure;

import dev.mastio.suite.AotCache;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.LaptopPod;
import dev.mastio.suite.LoneProgram;
import dev.mastio.suite.LoneProxy;
import dev.mastio.suite.LoneServer;
import dev.mastio.suite.Processes;
import dev.mastio.suite.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the start of a process to its first 200 on {@code /readyz}: the proxy, and beside it a server that only says hello. */
@Command(
        name = "ready",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long a proxy takes from the start of its process to ready, with and without its AOT cache,",
            "and beside it Undertow with TLS that only says hello.",
            LaptopPod.SETTINGS
                    + " Nothing holds either server to the half processor of a pod of class laptop; the other one shows a certificate from a file.",
            "Exit code 1 if the proxy takes more than 1.5 times as long."
        })
public final class ReadyCommand implements Callable<Integer> {

    private static final double AT_MOST = 1.5;

    @Option(names = "--runs", defaultValue = "20", description = "How often each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--jvm",
            defaultValue = LaptopPod.JVM_FLAGS,
            description = "Flags of both JVMs; default: those of a pod of class laptop (${DEFAULT-VALUE}).")
    private String jvm = "";

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties();
        List<String> plain = List.of(jvm.strip().split("\\s+"));
        Path folder = Files.createTempDirectory("mastio-ready-");
        try {
            Contender proxy = Contender.of(LoneProxy.built(distribution), plain, folder.resolve("proxy"));
            Contender hello = Contender.of(new BareHello(distribution), plain, folder.resolve("hello"));
            for (int run = 0; run < runs; run++) {
                proxy.start();
                hello.start();
            }
            double ratio = proxy.with.millis() / hello.with.millis();
            System.out.println("process start to ready, milliseconds, in turns: " + String.join(" ", plain));
            System.out.println("proxy   without AOT cache   " + proxy.without);
            System.out.println("proxy   with AOT cache      " + proxy.with);
            System.out.println("hello   without AOT cache   " + hello.without);
            System.out.println("hello   with AOT cache      " + hello.with);
            System.out.printf(
                    Locale.ROOT, "proxy / hello, with AOT caches: %.2f, at most %.1f wanted%n", ratio, AT_MOST);
            return ratio <= AT_MOST ? 0 : 1;
        } finally {
            StateFolder.removeAll(folder);
        }
    }

    /** A program that is started again and again in one folder, without and with its cache. */
    private record Contender(
            LoneProgram program, List<String> plain, List<String> cached, Path folder, Series without, Series with) {

        static Contender of(LoneProgram program, List<String> plain, Path folder)
                throws IOException, InterruptedException {
            AotCache cache = new AotCache(program);
            if (!cache.isFresh()) cache.make();
            // A cache that does not fit ends the process here, where a pod would go on without it.
            List<String> cached = Stream.concat(
                            plain.stream(), Stream.of("-XX:AOTCache=" + cache.file(), "-XX:AOTMode=on"))
                    .toList();
            Files.createDirectories(folder);
            Contender contender = new Contender(program, plain, cached, folder, new Series(), new Series());
            // The first start of each finds nothing in the page cache, and no database, and does not count.
            contender.start(plain, new Series());
            contender.start(cached, new Series());
            return contender;
        }

        void start() throws IOException {
            start(plain, without);
            start(cached, with);
        }

        private void start(List<String> options, Series series) throws IOException {
            try (LoneServer server = program.start(options, folder)) {
                series.ready.add((double) server.awaitReady().toMillis());
                series.resident.add((double) Processes.residentMebibytes(server.process()));
            }
        }
    }

    private record Series(List<Double> ready, List<Double> resident) {

        Series() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        double millis() {
            return new Sample(ready).percentile(50);
        }

        @Override
        public String toString() {
            return "%s   resident when ready, median %.0f MiB"
                    .formatted(new Sample(ready), new Sample(resident).percentile(50));
        }
    }
}
