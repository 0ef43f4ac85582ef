package dev.mastio.operator.autoscale;

import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When the number of replicas last changed by a decision. A step up lasts one period, in which the number may rise more
 * than once, together by at most the step's limit: the first seconds of a large step in load do not yet show its size.
 *
 * @param upSince when the last step up began
 * @param upFrom replicas before it
 * @param down when a replica was last removed
 */
public record ScaleHistory(
        @Nullable Instant upSince, int upFrom, @Nullable Instant down) {

    public static final ScaleHistory NONE = new ScaleHistory(null, 0, null);

    /** What an earlier operator wrote to status; nothing known where it is absent or unreadable. */
    public static ScaleHistory of(@Nullable AutoscalingStatus status) {
        if (status == null) return NONE;
        Integer from = status.lastScaleUpFrom();
        return new ScaleHistory(
                instant(status.lastScaleUpTime()), from == null ? 0 : from, instant(status.lastScaleDownTime()));
    }

    /** The history once a decision is carried out. */
    public ScaleHistory after(Decision decision, Duration upPeriod, Instant now) {
        int from = decision.current();
        int to = decision.replicas();
        if (!decision.scales()) return this;
        if (to < from) return new ScaleHistory(upSince, upFrom, now);
        return stepOpen(upPeriod, now) ? this : new ScaleHistory(now, from, down);
    }

    /** The most replicas that the step going on now, or one beginning now, may reach. */
    int stepLimit(int replicas, Duration upPeriod, Instant now) {
        int from = stepOpen(upPeriod, now) ? upFrom : replicas;
        return Math.max(2 * from, from + 4);
    }

    /** When the step going on now ends; the distant past if none does. */
    Instant stepEnd(Duration upPeriod) {
        return upSince == null ? Instant.MIN : upSince.plus(upPeriod);
    }

    /** Before this, no replica goes: one period after any change, up or down. */
    Instant nextDown(Duration downPeriod, Instant now) {
        return Stream.of(upSince, down)
                .flatMap(Stream::ofNullable)
                .filter(change -> !change.isAfter(now))
                .max(Comparator.naturalOrder())
                .map(change -> change.plus(downPeriod))
                .orElse(Instant.MIN);
    }

    /** A time in the future is one of another clock: it must not hold anything back until then. */
    private boolean stepOpen(Duration upPeriod, Instant now) {
        return upSince != null && !upSince.isAfter(now) && now.isBefore(stepEnd(upPeriod));
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
