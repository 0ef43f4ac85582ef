package dev.mastio.bench.load;

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

    static LoadResult arrivals(Target target, double rate, Duration length) {
        return run(target, new Profile.Arrivals(Ramp.constant(rate, length), 8, 64));
    }

    static LoadResult run(Target target, Profile profile) {
        return LoadRun.start(target, profile, _ -> {}).result();
    }
}
