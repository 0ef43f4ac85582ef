package dev.mastio.operator.observe;

import dev.mastio.operator.autoscale.Observation;
import dev.mastio.operator.autoscale.Shortfall;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The traffic of one instance over its windows, from the samples of its pods. Values in, values out: time comes with the
 * samples, so that a simulator can drive it; not safe for several threads.
 */
public final class InstanceTraffic {

    /** A longer silence could hide a higher rate than its mean: two scrapes missed in a row at the slowest pace. */
    private static final Duration HOLE = Duration.ofSeconds(12);

    /** Ready pods that have never answered are told of after this time; before, they may just have started. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /** A clock that reads more than this below what it has read was set back; less is a thread that looked at it earlier than another. */
    private static final Duration EARLIER = Duration.ofSeconds(1);

    private final Map<String, Seen> pods = new HashMap<>();
    private Series series;
    private @Nullable Instant newest;
    private @Nullable Instant latest;
    private @Nullable Instant silentSince;
    private @Nullable Instant shortSince;
    private @Nullable Instant longSince;

    public InstanceTraffic(Yardstick yardstick) {
        series = new Series(yardstick);
    }

    /** The yardstick may change with the spec: what was seen stays. */
    public void measureWith(Yardstick yardstick) {
        series = series.with(yardstick);
    }

    /** What a pod answered. */
    public void add(String pod, PodSample sample) {
        // A clock that was set back would count seconds twice, or put rates of the past into the future: begin anew.
        // Pods are asked side by side, so only the same pod's last sample tells of a small step.
        Seen last = pods.get(pod);
        boolean back = last != null && sample.at().isBefore(last.sample().at());
        if (newest == null || back || sample.at().isBefore(newest.minus(HOLE))) beginAt(sample.at());
        Seen before = pods.get(pod);
        if (before == null) meet(pod, sample);
        else follow(pod, before.sample(), sample);
        if (sample.at().isAfter(newest)) newest = sample.at();
    }

    /**
     * What is known at the end of a scrape of these pods; empty before the first answer since the clock was last set back, unless
     * that is overdue.
     */
    public Optional<Observation> observe(List<PodTarget> targets, Duration freshFor, Instant now) {
        // Nobody knows any more how old the samples are, so none may count as fresh, now or when the time comes again.
        if (isSetBack(now)) forget();
        if (latest == null || now.isAfter(latest)) latest = now;
        forgetAllBut(targets.stream().map(PodTarget::uid).collect(Collectors.toSet()));
        List<String> ready =
                targets.stream().filter(PodTarget::ready).map(PodTarget::uid).toList();
        if (newest == null || shortSince == null || longSince == null) return silence(ready.size(), now);
        int answering = (int)
                ready.stream().filter(pod -> fresh(pod, now.minus(freshFor))).count();
        return Optional.of(new Observation(
                newest,
                series.rate(newest),
                series.maximum(newest),
                series.soakRate(newest),
                series.shortfall(newest),
                shortSince,
                longSince,
                ready.size(),
                answering));
    }

    private Optional<Observation> silence(int ready, Instant now) {
        if (ready == 0) silentSince = null;
        else if (silentSince == null) silentSince = now;
        return silentSince == null || now.isBefore(silentSince.plus(SILENCE))
                ? Optional.empty()
                : Optional.of(new Observation(now, 0, 0, 0, Shortfall.NONE, now, now, ready, 0));
    }

    private void beginAt(Instant at) {
        pods.clear();
        series = series.empty();
        shortSince = at;
        longSince = at;
        newest = at;
        latest = at;
    }

    private boolean isSetBack(Instant now) {
        return Stream.of(newest, latest)
                .flatMap(Stream::ofNullable)
                .anyMatch(read -> read.minus(EARLIER).isAfter(now));
    }

    private void forget() {
        pods.clear();
        series = series.empty();
        newest = null;
        latest = null;
        silentSince = null;
        shortSince = null;
        longSince = null;
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
        series.add(earlier, sample);
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

    private boolean fresh(String pod, Instant since) {
        Seen seen = pods.get(pod);
        return seen != null && seen.rated() && !seen.sample().at().isBefore(since);
    }

    /** A pod's last sample, and whether there were two, so that it has a rate. */
    private record Seen(PodSample sample, boolean rated) {}
}
