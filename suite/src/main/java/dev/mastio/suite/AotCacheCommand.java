package dev.mastio.suite;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A step of the build, and of making images. */
@Command(
        name = "aot-cache",
        mixinStandardHelpOptions = true,
        description = "Makes the proxy's ahead-of-time cache, unless it is younger than the proxy.")
final class AotCacheCommand implements Callable<Integer> {

    private static final int MEBI = 1 << 20;

    @ArgGroup(exclusive = false)
    @Nullable
    private Image image;

    static final class Image {
        @Option(names = "--java", required = true, description = "The java of an image.")
        private Path java = Path.of("");

        @Option(
                names = "--folder",
                required = true,
                description = "The folder that will be the program's in the image.")
        private Path folder = Path.of("");
    }

    @Override
    public Integer call() throws Exception {
        Distribution distribution = Distribution.fromProperties();
        AotCache cache = new AotCache(
                image == null
                        ? LoneProxy.built(distribution)
                        : LoneProxy.inImage(distribution, image.java, image.folder));
        if (!cache.isFresh()) System.out.printf("%s: %d MiB%n", cache.file(), cache.make() / MEBI);
        return 0;
    }
}
