package dev.mastio.operator.soak;

import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.Soak;
import dev.mastio.operator.soak.SoakDecision.RunToStart;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The soaks of one instance, planned by a spec whose schedule and time zone have been checked. */
public final class SoakPlan {
    /** The CronJob's startingDeadlineSeconds: a slot that could not be used for longer is left out, and reported. */
    public static final Duration STARTING_DEADLINE = Duration.ofMinutes(10);

    /** A slot without a run is overdue after that. */
    static final Duration GRACE = STARTING_DEADLINE.plusMinutes(1);

    /** How long after the end of a Job its pod's last words come in as a rule, by the caches. */
    static final Duration SETTLE = Duration.ofSeconds(30);

    /** How long they are waited for where the pod is there and does not end, as on a node that is down. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** While something is awaited that has an event of its own; the event comes first as a rule. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Soak spec;
    private final CronSchedule schedule;

    private SoakPlan(Soak spec, CronSchedule schedule) {
        this.spec = spec;
        this.schedule = schedule;
    }

    /**
     * Checks what the schema of the API cannot: schedule and time zone.
     *
     * @throws InvalidScheduleException with a message for the user
     */
    public static SoakPlan of(Soak spec) {
        if (!ZoneId.getAvailableZoneIds().contains(spec.timeZone())) {
            throw new InvalidScheduleException(
                    "timeZone '%s' is not an IANA time zone such as Europe/Rome or Etc/UTC".formatted(spec.timeZone()));
        }
        return new SoakPlan(spec, CronSchedule.parse(spec.schedule(), ZoneId.of(spec.timeZone())));
    }

    /**
     * What to remember of soaks while the spec has none: should there be soaks again, a token that was handled stays handled, and of a run
     * that was told and whose Job is still there nothing is told twice.
     */
    public static Optional<SoakStatus> without(Optional<SoakStatus> before) {
        return before.filter(
                        known -> known.handledToken() != null || !known.runs().isEmpty())
                .map(known -> new SoakStatus(null, null, null, null, known.handledToken(), known.runs()));
    }

    /**
     * Runs whose pod's last words should have come by now: before {@link #decide}, the API server is to be asked whether there is a pod and
     * what it says, as the cache of pods may be behind that of Jobs.
     */
    public static List<ObservedRun> unheard(SoakObservation seen, Instant now) {
        return RunHistory.speechless(seen)
                .filter(run -> run.endedFor(SETTLE, now))
                .toList();
    }

    /** What to do now. The same observation at the same time gives the same decision, and a decision carried out changes nothing twice. */
    public SoakDecision decide(SoakObservation seen, Instant now) {
        Optional<RunToken> pending = seen.token().filter(token -> !handled(token, seen));
        List<ObservedRun> active =
                seen.all().stream().filter(ObservedRun::active).toList();
        // A scheduled run beside one on demand would spoil both. Scheduled runs are held back from before the Job is
        // made
        // until it has ended; what slips through all the same ends Inconclusive.
        boolean onDemand = pending.isPresent()
                || active.stream().anyMatch(run -> run.scheduledFor().isEmpty());
        boolean free = active.isEmpty()
                && seen.cronJob().filter(SoakObservation.CronJobSeen::suspended).isPresent();

        RunHistory history = RunHistory.of(seen, now);
        Optional<Instant> overdue = overdue(seen, now);
        return new SoakDecision(
                spec.suspend() || onDemand,
                pending.filter(token -> free).map(token -> new RunToStart(token.jobName(seen.instance()), token)),
                status(seen, history, now),
                history.added(),
                health(seen, history, overdue, pending.isPresent()),
                lookAgain(seen, pending.isPresent(), now));
    }

    private static SoakHealth health(
            SoakObservation seen, RunHistory history, Optional<Instant> overdue, boolean pending) {
        SoakHealth health = SoakHealth.of(history.runs(), overdue);
        return seen.others().stream()
                .filter(other -> pending && other.active())
                .findFirst()
                .map(other -> health.waitingFor(other.name()))
                .orElse(health);
    }

    // A Job is made before its token is written to the status. A crash in between leaves a Job that the status does not
    // know: its name is derived from the token, so the next pass sees and adopts it instead of starting a second run.
    private static boolean handled(RunToken token, SoakObservation seen) {
        return token.text().equals(seen.status().map(SoakStatus::handledToken).orElse(null))
                || seen.runs().stream().anyMatch(run -> run.name().equals(token.jobName(seen.instance())));
    }

    private SoakStatus status(SoakObservation seen, RunHistory history, Instant now) {
        Optional<SoakStatus> before = seen.status();
        @Nullable
        String handledToken = seen.token()
                .filter(token -> handled(token, seen))
                .map(RunToken::text)
                .or(() -> before.map(SoakStatus::handledToken))
                .orElse(null);
        return new SoakStatus(
                nextSlot(now).map(Instant::toString).orElse(null),
                lastSlotUsed(seen).map(Instant::toString).orElse(null),
                history.active().map(ObservedRun::name).orElse(null),
                history.runs().stream().findFirst().map(SoakRun::verdict).orElse(null),
                handledToken,
                history.runs());
    }

    private Optional<Instant> nextSlot(Instant now) {
        return spec.suspend() ? Optional.empty() : schedule.next(now);
    }

    private static Optional<Instant> lastSlotUsed(SoakObservation seen) {
        return Stream.concat(
                        seen.runs().stream().flatMap(run -> run.scheduledFor().stream()),
                        seen.status().map(SoakStatus::lastScheduleTime).stream().map(Instant::parse))
                .max(Comparator.naturalOrder());
    }

    /** The last slot, when it passed more than the grace ago and no run was made for it or going on at it. */
    private Optional<Instant> overdue(SoakObservation seen, Instant now) {
        if (spec.suspend()) {
            return Optional.empty();
        }
        Stream<Instant> signsOfRuns = Stream.of(
                        lastSlotUsed(seen).stream(),
                        seen.runs().stream()
                                .map(run ->
                                        run.end().map(ObservedRun.JobEnd::at).orElse(now)),
                        seen.status().stream()
                                .flatMap(status -> status.runs().stream())
                                .flatMap(run -> Optional.ofNullable(run.finishedAt()).stream())
                                .map(Instant::parse))
                .flatMap(signs -> signs);
        Optional<Instant> lastSign = signsOfRuns.max(Comparator.naturalOrder());
        return seen.cronJob()
                .filter(cronJob -> !cronJob.suspended())
                .flatMap(cronJob -> schedule.previous(now.minus(GRACE)).filter(slot -> slot.isAfter(cronJob.since())))
                .filter(slot -> lastSign.isEmpty() || lastSign.get().isBefore(slot));
    }

    private Optional<Instant> lookAgain(SoakObservation seen, boolean pending, Instant now) {
        Optional<Instant> next = nextSlot(now);
        Optional<Instant> overdueCheck = spec.suspend()
                ? Optional.empty()
                : schedule.next(now.minus(GRACE)).map(slot -> slot.plus(GRACE));
        Stream<Instant> settled = RunHistory.speechless(seen)
                .flatMap(run -> run.end().stream())
                .flatMap(end -> Stream.of(
                        end.at().plus(SETTLE), now.plus(SETTLE), end.at().plus(PATIENCE)))
                .filter(now::isBefore);
        Optional<Instant> awaited = pending ? Optional.of(now.plus(SOON)) : Optional.empty();
        return Stream.of(next.stream(), overdueCheck.stream(), settled, awaited.stream())
                .flatMap(times -> times)
                .min(Comparator.naturalOrder());
    }
}
