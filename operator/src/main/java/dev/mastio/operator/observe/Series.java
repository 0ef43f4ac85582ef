package dev.mastio.operator.observe;

import java.time.Duration;
import java.time.Instant;

/** What happened to an instance in each of the last seconds. */
final class Series {
    private final Yardstick yardstick;
    private final RateRing client;
    private final RateRing soak;
    private final RateRing shedUnderFloor;

    Series(Yardstick yardstick) {
        this(
                yardstick,
                new RateRing(yardstick.reach()),
                new RateRing(yardstick.reach()),
                new RateRing(yardstick.reach()));
    }

    private Series(Yardstick yardstick, RateRing client, RateRing soak, RateRing shedUnderFloor) {
        this.yardstick = yardstick;
        this.client = client;
        this.soak = soak;
        this.shedUnderFloor = shedUnderFloor;
    }

    Series empty() {
        return new Series(yardstick);
    }

    /** The same seconds, measured with another yardstick from now on. */
    Series with(Yardstick other) {
        if (other.equals(yardstick)) return this;
        Duration reach = other.reach();
        return new Series(other, client.resized(reach), soak.resized(reach), shedUnderFloor.resized(reach));
    }

    /** What one pod counted between two samples. */
    void add(PodSample earlier, PodSample sample) {
        // After a restart counters began at zero; what arrived between the earlier sample and the end is lost.
        PodSample from = sample.continues(earlier) ? earlier : new PodSample(earlier.at(), 0, 0, 0, 0);
        double clients = sample.client() - from.client();
        double soaks = sample.soak() - from.soak();
        client.add(from.at(), sample.at(), clients);
        soak.add(from.at(), sample.at(), soaks);
        // A pod that gets more than its floor may shed: others have yet to start, or to get their share of connections.
        double seconds = Duration.between(from.at(), sample.at()).toNanos() / 1e9;
        boolean underFloor = clients + soaks <= yardstick.floor() * seconds;
        shedUnderFloor.add(from.at(), sample.at(), underFloor ? sample.shed() - from.shed() : 0);
    }

    double rate(Instant end) {
        return client.rate(end, yardstick.upWindow());
    }

    double maximum(Instant end) {
        return Math.max(rate(end), client.maximum(end, yardstick.upWindow(), yardstick.downWindow()));
    }

    double soakRate(Instant end) {
        return soak.rate(end, yardstick.upWindow());
    }

    /** The lowest share of client requests shed by pods under their floor, of the last three short windows. */
    double shedUnderFloor(Instant end) {
        double least = 1;
        double laterClients = 0;
        double laterShed = 0;
        for (int count = 1; count <= Yardstick.LASTING; count++) {
            Duration back = yardstick.upWindow().multipliedBy(count);
            double clients = client.amount(end, back);
            double shed = shedUnderFloor.amount(end, back);
            least = Math.min(least, clients > laterClients ? (shed - laterShed) / (clients - laterClients) : 0);
            laterClients = clients;
            laterShed = shed;
        }
        return least;
    }
}
