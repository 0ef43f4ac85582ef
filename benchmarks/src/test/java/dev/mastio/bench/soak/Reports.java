package dev.mastio.bench.soak;

import dev.mastio.bench.load.Failure;
import dev.mastio.bench.load.Second;
import dev.mastio.bench.load.Target;
import dev.mastio.bench.soak.SoakReport.Load;
import dev.mastio.bench.soak.SoakReport.Phase;
import dev.mastio.bench.soak.SoakReport.Pod;
import dev.mastio.bench.soak.SoakReport.Trouble;
import dev.mastio.bench.soak.SoakSettings.Limits;
import dev.mastio.bench.soak.SoakSettings.Phases;
import dev.mastio.bench.soak.SoakSettings.Sampling;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Reports made up for a test: those of the run on the capacity page, unless told otherwise. */
final class Reports {
    static final double MEBIBYTE = 1 << 20;
    static final Instant START = Instant.parse("2026-11-24T02:00:00Z");

    private Reports() {}

    static SoakReport clean() {
        return of(List.of(pod("demo-1", memory(125), memory(125.1))), load(7_390_997, 0, 70.1));
    }

    static SoakReport of(List<Pod> pods, Load load) {
        return of(pods, Set.of(), Optional.of(load), Optional.empty());
    }

    static SoakReport of(List<Pod> pods, Set<String> changes, Optional<Load> load, Optional<Trouble> trouble) {
        return of(settings(Duration.ofSeconds(60)), pods, changes, load, trouble);
    }

    /** A clean run that left memory so long to come back. */
    static SoakReport idling(Duration idle) {
        return of(
                settings(idle),
                List.of(pod("demo-1", memory(125), memory(125.1))),
                Set.of(),
                Optional.of(load(7_390_997, 0, 70.1)),
                Optional.empty());
    }

    private static SoakReport of(
            SoakSettings settings,
            List<Pod> pods,
            Set<String> changes,
            Optional<Load> load,
            Optional<Trouble> trouble) {
        return new SoakReport(
                settings,
                START,
                START.plusSeconds(3800),
                2250,
                List.of(new Phase("warm-up", 0, 60), new Phase("load", 150, 3600)),
                pods,
                changes,
                load,
                trouble);
    }

    static SoakSettings settings() {
        return settings(Duration.ofSeconds(60));
    }

    private static SoakSettings settings(Duration idle) {
        return new SoakSettings(
                "demo-soak-29401",
                Target.of(URI.create("https://demo.shop.svc:9443")),
                Optional.empty(),
                new Phases(Duration.ofSeconds(60), idle, Duration.ofSeconds(3600)),
                Sampling.STANDARD,
                50,
                OptionalDouble.empty(),
                OptionalDouble.of(1500),
                Limits.STANDARD,
                SoakSettings.USUAL_PATIENCE);
    }

    static Load load(long requests, long failed, double p95) {
        return load(requests, failed, p95, 3600);
    }

    static Load load(long requests, long failed, double p95, double seconds) {
        return new Load(
                START.plusSeconds(150),
                seconds,
                requests,
                failed == 0 ? Map.of() : Map.of(Failure.STATUS, failed),
                Map.of(),
                21.1,
                p95,
                73.8,
                163.4,
                7400,
                0,
                IntStream.rangeClosed(1, (int) seconds)
                        .mapToObj(Reports::second)
                        .toList());
    }

    private static Second second(int at) {
        return new Second(at, 1, 2053 + at % 7, 0, 21.1, 70.1 + at % 5, 73.8, 163.4, 50, 0.4, 0);
    }

    static Pod pod(String name, List<Sample> baseline, List<Sample> after) {
        return new Pod(name, "uid-of-" + name, baseline, after, List.of());
    }

    /** Five samples of a process with that many MiB resident and a heap of a sixth of it. */
    static List<Sample> memory(double mebibytes) {
        return memory(mebibytes, mebibytes / 6);
    }

    static List<Sample> memory(double resident, double heap) {
        return samples(DoubleStream.iterate(resident, r -> r).limit(5).toArray(), heap);
    }

    static List<Sample> samples(double[] resident, double heap) {
        return DoubleStream.of(resident)
                .mapToObj(r -> new Sample(0, r * MEBIBYTE, heap * MEBIBYTE, 1, 1_795_000_000, 0, 0, 0))
                .toList();
    }
}
