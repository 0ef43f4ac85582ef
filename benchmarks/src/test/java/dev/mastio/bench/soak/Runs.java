package dev.mastio.bench.soak;

import dev.mastio.bench.load.Target;
import dev.mastio.bench.load.Trust;
import dev.mastio.bench.soak.SoakSettings.Limits;
import dev.mastio.bench.soak.SoakSettings.Phases;
import dev.mastio.bench.soak.SoakSettings.Sampling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Settings of runs that are over in two seconds. */
final class Runs {
    static final String NAME = "demo-soak-29401";

    /** So low that a busy machine keeps up: half of it is enough, four answers in the second that a run has. */
    static final double RATE = 8;

    private Runs() {}

    static SoakSettings against(SyntheticProxy proxy, Path folder) {
        return against(proxy, folder, Duration.ofSeconds(1));
    }

    static SoakSettings against(SyntheticProxy proxy, Path folder, Duration load) {
        return new SoakSettings(
                NAME,
                Target.of(proxy.url()).withTrust(Trust.authority(proxy.certificate(folder))),
                Optional.of(key(folder)),
                new Phases(Duration.ofMillis(200), Duration.ofMillis(200), load),
                new Sampling(5, Duration.ofMillis(10)),
                4,
                OptionalDouble.of(RATE),
                OptionalDouble.empty(),
                new Limits(5_000, 1, 10),
                Duration.ofSeconds(2));
    }

    static SoakSettings against(SyntheticProxy proxy, Path folder, URI elsewhere) {
        SoakSettings settings = against(proxy, folder);
        return new SoakSettings(
                NAME,
                Target.of(elsewhere),
                settings.keyFile(),
                settings.phases(),
                settings.sampling(),
                settings.virtualUsers(),
                settings.maxRate(),
                settings.effectiveFloor(),
                settings.limits(),
                settings.patience());
    }

    private static Path key(Path folder) {
        try {
            return Files.write(folder.resolve("key"), SyntheticProxy.KEY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
