package dev.mastio.operator.autoscale;

import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.api.MastioInstanceStatus.ScaleChange;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When the number of replicas last changed by a decision. The limit of a step up is one of the trailing period, as the
 * HorizontalPodAutoscaler counts it: in none does the number rise to more than twice, or four more than, what it was at its beginning.
 *
 * @param up when replicas were last added
 * @param down when a replica was last removed
 * @param recent the last change and those of one up period before it, the oldest first
 */
public record ScaleHistory(@Nullable Instant up, @Nullable Instant down, List<Change> recent) {

    /** As many changes as are remembered one by one; status has them all. */
    static final int MOST = 20;

    public static final ScaleHistory NONE = new ScaleHistory(null, null, List.of());

    public ScaleHistory {
        recent = List.copyOf(recent);
    }

    /** One change of the number, and what it was before. */
    record Change(Instant at, int from) {}

    /** What an earlier operator wrote to status; nothing known where it is absent or unreadable. */
    public static ScaleHistory of(@Nullable AutoscalingStatus status) {
        if (status == null) return NONE;
        return new ScaleHistory(
                instant(status.lastScaleUpTime()),
                instant(status.lastScaleDownTime()),
                status.recentChanges().stream()
                        .flatMap(written ->
                                Optional.ofNullable(instant(written.time()))
                                        .map(at -> new Change(at, written.from()))
                                        .stream())
                        .toList());
    }

    /** The history once a decision is carried out. */
    public ScaleHistory after(Decision decision, Duration upPeriod, Instant now) {
        return decision.scales() ? changed(decision.current(), decision.replicas(), upPeriod, now) : this;
    }

    /** The history once the number has changed, at the latest at the given time. */
    public ScaleHistory changed(int from, int to, Duration upPeriod, Instant at) {
        if (from == to) return this;
        List<Change> changes = new ArrayList<>(within(upPeriod, at).toList());
        Change newest = new Change(at, from);
        if (changes.size() == MOST) {
            // Two in one, as if both had come at the later time: the limit may be too low for a while, never too high.
            newest = new Change(at, Math.min(changes.removeLast().from(), from));
        }
        changes.add(newest);
        return to > from ? new ScaleHistory(at, down, changes) : new ScaleHistory(up, at, changes);
    }

    /** What status is to remember. */
    List<ScaleChange> written() {
        return recent.stream()
                .map(change -> new ScaleChange(change.at().toString(), change.from()))
                .toList();
    }

    /** Replicas at the beginning of the period that ends now. */
    int begin(int replicas, Duration upPeriod, Instant now) {
        return within(upPeriod, now).findFirst().map(Change::from).orElse(replicas);
    }

    /** The most replicas that a step up may reach now. */
    int stepLimit(int replicas, Duration upPeriod, Instant now) {
        int begin = begin(replicas, upPeriod, now);
        return Math.max(2 * begin, begin + 4);
    }

    /** When the limit lets more replicas come than there are, if nothing changes until then. */
    Instant nextUp(int replicas, Duration upPeriod, Instant now) {
        return within(upPeriod, now)
                .map(change -> change.at().plus(upPeriod))
                .filter(over -> stepLimit(replicas, upPeriod, over) > replicas)
                .findFirst()
                .orElse(now);
    }

    /** Before this, no replica goes: one period after any change, up or down. */
    Instant nextDown(Duration downPeriod, Instant now) {
        return Stream.of(up, down)
                .flatMap(Stream::ofNullable)
                .filter(change -> !change.isAfter(now))
                .max(Comparator.naturalOrder())
                .map(change -> change.plus(downPeriod))
                .orElse(Instant.MIN);
    }

    /** A time in the future is one of another clock: it must not hold anything back until then. */
    private Stream<Change> within(Duration period, Instant now) {
        return recent.stream()
                .filter(change ->
                        !change.at().isAfter(now) && now.isBefore(change.at().plus(period)));
    }

    private static @Nullable Instant instant(@Nullable String written) {
        if (written == null) return null;
        try {
            return Instant.parse(written);
        } catch (DateTimeParseException edited) {
            return null;
        }
    }
}
