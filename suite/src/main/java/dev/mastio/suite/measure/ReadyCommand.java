package dev.mastio.suite.measure;

import dev.mastio.suite.AotCache;
import dev.mastio.suite.Distribution;
import dev.mastio.suite.LoneProxy;
import dev.mastio.suite.Processes;
import dev.mastio.suite.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From the start of a proxy's process to its first 200 on {@code /readyz}. */
@Command(
        name = "ready",
        mixinStandardHelpOptions = true,
        description =
                "Measures how long a proxy takes from the start of its process to ready, with and without its AOT cache.")
public final class ReadyCommand implements Callable<Integer> {

    @Option(names = "--runs", defaultValue = "20", description = "How often each (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--jvm",
            defaultValue =
                    "-XX:ActiveProcessorCount=1 -XX:+UseSerialGC -Xms32m -Xmx96m -XX:MaxDirectMemorySize=32m -XX:+UseCompactObjectHeaders",
            description = "Flags of the JVM; default: those of a pod of class laptop (${DEFAULT-VALUE}).")
    private String jvm = "";

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties();
        AotCache cache = new AotCache(distribution);
        if (!cache.isFresh()) cache.make();
        List<String> plain = List.of(jvm.strip().split("\\s+"));
        // A cache that does not fit ends the process here, where a pod would go on without it.
        List<String> cached = Stream.concat(plain.stream(), Stream.of("-XX:AOTCache=" + cache.file(), "-XX:AOTMode=on"))
                .toList();
        Path folder = Files.createTempDirectory("mastio-ready-");
        Series without = new Series(new ArrayList<>(), new ArrayList<>());
        Series with = new Series(new ArrayList<>(), new ArrayList<>());
        try {
            // The first start of each finds nothing in the page cache, and does not count.
            for (int run = 0; run <= runs; run++) {
                start(distribution, plain, folder, run == 0 ? Series.uncounted() : without);
                start(distribution, cached, folder, run == 0 ? Series.uncounted() : with);
            }
        } finally {
            StateFolder.removeAll(folder);
        }
        System.out.println("process start to ready, milliseconds, in turns: " + String.join(" ", plain));
        System.out.println("without AOT cache   " + without);
        System.out.println("with AOT cache      " + with);
        return 0;
    }

    private static void start(Distribution distribution, List<String> options, Path folder, Series series)
            throws IOException {
        try (LoneProxy proxy = LoneProxy.start(distribution, options, folder)) {
            series.millis().add((double) proxy.awaitReady().toMillis());
            series.resident().add((double) Processes.residentMebibytes(proxy.process()));
        }
    }

    private record Series(List<Double> millis, List<Double> resident) {

        static Series uncounted() {
            return new Series(new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public String toString() {
            return "%s   resident when ready, median %.0f MiB"
                    .formatted(new Sample(millis), new Sample(resident).percentile(50));
        }
    }
}
