package dev.mastio.operator.observe;

import dev.mastio.operator.autoscale.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What happened to an instance in each of the last seconds. */
final class Series {

    /** Of fewer requests in a window, a single one could decide. */
    private static final double LEAST = 100;

    /** What is counted; the last three only of pods that got no more than their floor. */
    private enum Count {
        CLIENT,
        SOAK,
        ANSWERED,
        SHED,
        SLOW,
        FAILED
    }

    private final Yardstick yardstick;
    private final Map<Count, RateRing> rings;

    Series(Yardstick yardstick) {
        this(yardstick, new EnumMap<>(Count.class));
        for (Count count : Count.values()) rings.put(count, new RateRing(yardstick.reach()));
    }

    private Series(Yardstick yardstick, Map<Count, RateRing> rings) {
        this.yardstick = yardstick;
        this.rings = rings;
    }

    Series empty() {
        return new Series(yardstick);
    }

    /** The same seconds, measured with another yardstick from now on. */
    Series with(Yardstick other) {
        if (other.equals(yardstick)) return this;
        Map<Count, RateRing> resized = new EnumMap<>(rings);
        resized.replaceAll((_, ring) -> ring.resized(other.reach()));
        return new Series(other, resized);
    }

    /** What one pod counted between two samples. */
    void add(PodSample earlier, PodSample sample) {
        // After a restart counters began at zero; what arrived between the earlier sample and the end is lost.
        PodSample from = sample.continues(earlier) ? earlier : new PodSample(earlier.at(), 0, 0, 0, 0, Answers.NONE);
        double clients = sample.client() - from.client();
        double soaks = sample.soak() - from.soak();
        add(Count.CLIENT, from, sample, clients);
        add(Count.SOAK, from, sample, soaks);
        add(
                Count.ANSWERED,
                from,
                sample,
                sample.answers().all() - from.answers().all());
        // A pod that gets more than its floor may fail: others have yet to start, or to get their share of connections.
        double seconds = Duration.between(from.at(), sample.at()).toNanos() / 1e9;
        if (clients + soaks > yardstick.floor() * seconds) return;
        add(Count.SHED, from, sample, sample.shed() - from.shed());
        add(Count.SLOW, from, sample, sample.answers().slow() - from.answers().slow());
        add(
                Count.FAILED,
                from,
                sample,
                sample.answers().failed() - from.answers().failed());
    }

    double rate(Instant end) {
        return ring(Count.CLIENT).rate(end, yardstick.upWindow());
    }

    double maximum(Instant end) {
        return Math.max(rate(end), ring(Count.CLIENT).maximum(end, yardstick.upWindow(), yardstick.downWindow()));
    }

    double soakRate(Instant end) {
        return ring(Count.SOAK).rate(end, yardstick.upWindow());
    }

    /** What lasts of the failures of pods under their floor. */
    Shortfall shortfall(Instant end) {
        return new Shortfall(
                lasting(Count.SHED, Count.CLIENT, end),
                lasting(Count.SLOW, Count.ANSWERED, end),
                lasting(Count.FAILED, Count.ANSWERED, end));
    }

    /** The lowest share of the last three short windows. */
    private double lasting(Count part, Count whole, Instant end) {
        double least = 1;
        double laterPart = 0;
        double laterWhole = 0;
        for (int count = 1; count <= Yardstick.LASTING; count++) {
            Duration back = yardstick.upWindow().multipliedBy(count);
            double parts = amount(part, end, back);
            double all = amount(whole, end, back);
            least = Math.min(least, all - laterWhole >= LEAST ? (parts - laterPart) / (all - laterWhole) : 0);
            laterPart = parts;
            laterWhole = all;
        }
        return least;
    }

    private double amount(Count count, Instant end, Duration back) {
        return ring(count).amount(end, back);
    }

    private void add(Count count, PodSample from, PodSample to, double amount) {
        ring(count).add(from.at(), to.at(), amount);
    }

    private RateRing ring(Count count) {
        return Objects.requireNonNull(rings.get(count));
    }
}
