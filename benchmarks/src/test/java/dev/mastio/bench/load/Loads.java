package dev.mastio.bench.load;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;

/** Short loads for tests. */
final class Loads {

    private Loads() {}

    static Target at(URI... bases) {
        return Target.of(bases).withTrust(Trust.anything());
    }

    static LoadResult users(Target target, int users, Duration length) {
        return run(target, Profile.VirtualUsers.unlimited(Ramp.constant(users, length)));
    }

    /** As long as it takes for this many requests, however busy the machine. */
    static LoadResult users(Target target, int users, int requests) {
        return until(
                target,
                Profile.VirtualUsers.unlimited(Ramp.constant(users, Duration.ofMinutes(1))),
                Tuning.automatic(),
                requests);
    }

    static LoadResult until(Target target, Profile profile, Tuning tuning, int requests) {
        LoadRun run = LoadRun.start(target, profile, tuning, _ -> {});
        await().atMost(Duration.ofSeconds(30)).until(() -> run.requests() >= requests);
        run.stop();
        return run.result();
    }

    static LoadResult arrivals(Target target, double rate, Duration length) {
        return run(target, new Profile.Arrivals(Ramp.constant(rate, length), 8, 64));
    }

    static LoadResult run(Target target, Profile profile) {
        return LoadRun.start(target, profile, _ -> {}).result();
    }
}
