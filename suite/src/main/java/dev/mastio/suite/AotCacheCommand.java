package dev.mastio.suite;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A step of the build. */
@Command(
        name = "aot-cache",
        mixinStandardHelpOptions = true,
        description = "Makes the proxy's ahead-of-time cache, unless it is younger than the proxy.")
final class AotCacheCommand implements Callable<Integer> {

    private static final int MEBI = 1 << 20;

    @Override
    public Integer call() throws Exception {
        AotCache cache = new AotCache(new LoneProxy(Distribution.fromProperties()));
        if (!cache.isFresh()) System.out.printf("%s: %d MiB%n", cache.file(), cache.make() / MEBI);
        return 0;
    }
}
