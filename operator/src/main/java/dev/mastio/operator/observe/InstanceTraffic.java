package dev.mastio.operator.observe;

import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.Observation.Shedding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The traffic of one instance over its windows, from the samples of its pods. Values in, values out: time comes with the
 * samples, so that a simulator can drive it; not safe for several threads.
 */
public final class InstanceTraffic {

    /** A longer silence could hide a higher rate than its mean: two scrapes missed in a row at the slowest pace. */
    private static final Duration HOLE = Duration.ofSeconds(12);

    private final Map<String, Seen> pods = new HashMap<>();
    private Windows windows;
    private RateRing client;
    private RateRing soak;
    private RateRing shed;
    private @Nullable Instant newest;
    private @Nullable Instant shortSince;
    private @Nullable Instant longSince;

    public InstanceTraffic(Windows windows) {
        this.windows = windows;
        client = new RateRing(windows.reach());
        soak = new RateRing(windows.reach());
        shed = new RateRing(windows.reach());
    }

    /** Windows may change with the spec: what was seen stays. */
    public void windows(Windows changed) {
        if (changed.equals(windows)) return;
        windows = changed;
        client = client.resized(changed.reach());
        soak = soak.resized(changed.reach());
        shed = shed.resized(changed.reach());
    }

    /** What a pod answered. */
    public void add(String pod, PodSample sample) {
        // A clock that was set back would put rates of the past into the future: begin anew.
        if (newest == null || sample.at().isBefore(newest.minus(HOLE))) beginAt(sample.at());
        Seen before = pods.get(pod);
        if (before == null) meet(pod, sample);
        else follow(pod, before.sample(), sample);
        if (sample.at().isAfter(newest)) newest = sample.at();
    }

    /** What is known at the end of a scrape of these pods; empty before the first answer. */
    public Optional<Observation> observe(List<PodTarget> targets, Duration freshFor) {
        forgetAllBut(targets.stream().map(PodTarget::uid).collect(Collectors.toSet()));
        if (newest == null || shortSince == null || longSince == null) return Optional.empty();
        Instant end = newest;
        double rate = client.rate(end, windows.up());
        double maximum = client.maximum(end, windows.up(), windows.down());
        long ready = targets.stream().filter(PodTarget::ready).count();
        long answering = targets.stream()
                .filter(target -> target.ready() && fresh(target.uid(), end, freshFor))
                .count();
        return Optional.of(new Observation(
                end,
                rate,
                Math.max(rate, maximum),
                soak.rate(end, windows.up()),
                shedding(end),
                shortSince,
                longSince,
                (int) ready,
                (int) answering));
    }

    private void beginAt(Instant at) {
        pods.clear();
        client = new RateRing(windows.reach());
        soak = new RateRing(windows.reach());
        shed = new RateRing(windows.reach());
        shortSince = at;
        longSince = at;
        newest = at;
    }

    private void meet(String pod, PodSample first) {
        pods.put(pod, new Seen(first, false));
        // It served clients before it was first asked, for nobody knows how many seconds at what rate.
        if (first.client() > 0 && first.at().getEpochSecond() - first.startedAt() > HOLE.toSeconds())
            longSince = first.at();
    }

    private void follow(String pod, PodSample earlier, PodSample sample) {
        pods.put(pod, new Seen(sample, sample.at().isAfter(earlier.at())));
        if (!sample.at().isAfter(earlier.at())) return;
        if (Duration.between(earlier.at(), sample.at()).compareTo(HOLE) > 0) longSince = sample.at();
        // After a restart counters began at zero; what arrived between the last sample and the end is lost.
        boolean same = sample.continues(earlier);
        client.add(earlier.at(), sample.at(), same ? sample.client() - earlier.client() : sample.client());
        soak.add(earlier.at(), sample.at(), same ? sample.soak() - earlier.soak() : sample.soak());
        shed.add(earlier.at(), sample.at(), same ? sample.shed() - earlier.shed() : sample.shed());
    }

    private void forgetAllBut(Set<String> present) {
        pods.entrySet().removeIf(pod -> {
            if (present.contains(pod.getKey())) return false;
            Instant last = pod.getValue().sample().at();
            // It was silent for long before it went: what it carried then is not known.
            if (newest != null && Duration.between(last, newest).compareTo(HOLE) > 0) longSince = newest;
            return true;
        });
    }

    private boolean fresh(String pod, Instant end, Duration freshFor) {
        Seen seen = pods.get(pod);
        return seen != null
                && seen.rated()
                && !seen.sample().at().plus(freshFor).isBefore(end);
    }

    private Shedding shedding(Instant end) {
        double least = 1;
        double highest = 0;
        double clientLater = 0;
        double soakLater = 0;
        double shedLater = 0;
        for (int count = 1; count <= Windows.SHEDDING; count++) {
            Duration back = windows.up().multipliedBy(count);
            double clients = client.amount(end, back) - clientLater;
            double soaks = soak.amount(end, back) - soakLater;
            double sheds = shed.amount(end, back) - shedLater;
            least = Math.min(least, clients > 0 ? sheds / clients : 0);
            highest = Math.max(highest, (clients + soaks) / windows.up().toSeconds());
            clientLater += clients;
            soakLater += soaks;
            shedLater += sheds;
        }
        return new Shedding(least, highest);
    }

    /** A pod's last sample, and whether there were two, so that it has a rate. */
    private record Seen(PodSample sample, boolean rated) {}

    /** The windows of an instance's spec. */
    public record Windows(Duration up, Duration down) {
        /** So many short windows in a row must shed before shedding lasts. */
        private static final int SHEDDING = 3;

        private Duration reach() {
            Duration shedding = up.multipliedBy(SHEDDING);
            return shedding.compareTo(down) > 0 ? shedding : down;
        }
    }
}
