package dev.mastio.operator.instance;

import dev.mastio.api.Api;
import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.operator.instance.LastGood.KnownClass;
import dev.mastio.operator.instance.apply.Annotations;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.report.Reason;
import dev.mastio.operator.instance.rollout.Standing;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One look at one instance: examine, choose what to work from, let it be carried out. */
final class Pass {

    /** Others of the same class roll now; their end is no event of this instance. */
    private static final Duration TURN = Duration.ofSeconds(5);

    private final Equipment equipment;
    private final MastioInstance instance;
    private final Surroundings around;
    private final Work work;
    private final Instant now;

    Pass(Equipment equipment, MastioInstance instance, Surroundings around, Work work, Instant now) {
        this.equipment = equipment;
        this.instance = instance;
        this.around = around;
        this.work = work;
        this.now = now;
    }

    /**
     * What came of it.
     *
     * @param failure set when something has to be tried again
     * @param finished soak runs that the status before did not have: to be counted and told once the status is written, because a
     *     status that can't be written has them found again
     * @param lookAgain at the latest
     */
    record Outcome(MastioInstanceStatus status, Optional<Claim> failure, List<SoakRun> finished, Instant lookAgain) {
        Outcome(MastioInstanceStatus status, Instant lookAgain) {
            this(status, Optional.empty(), List.of(), lookAgain);
        }

        Outcome noLaterThan(Instant limit) {
            return lookAgain.isBefore(limit) ? this : new Outcome(status, failure, finished, limit);
        }
    }

    Outcome run() {
        Basis.Inputs inputs = Examination.of(instance, around, work.key());
        List<Claim> claims = new ArrayList<>();
        claims.add(validity(inputs));
        if (Pausing.isAsked(instance)) {
            claims.add(Reason.PausedByAnnotation.because("remove the annotation " + Api.PAUSE + " to go on"));
            return outcome(StatusReport.paused(instance, work.rollout(), work.serving(inputs.spec()), claims, now));
        }
        return switch (Basis.choose(inputs, lastGood(), this::mayRoll)) {
            case Basis.None none -> {
                claims.add(none.why());
                yield outcome(StatusReport.nothing(instance, claims, now));
            }
            case Basis.Former former -> {
                claims.add(former.why());
                yield carryOut(former.inputs(), claims, equipment.resync());
            }
            case Basis.Declared declared -> {
                declared.waiting().ifPresent(claims::add);
                settle(declared.inputs().machine());
                yield carryOut(declared.inputs(), claims, declared.waiting().isPresent() ? TURN : equipment.resync());
            }
        };
    }

    /** As {@link #run} works out and compares, but that nothing is written and nobody is told. */
    void rehearse() {
        switch (Basis.choose(Examination.of(instance, around, work.key()), lastGood(), _ -> true)) {
            case Basis.None _ -> {}
            case Basis.Former former -> work.rehearse(former.inputs());
            case Basis.Declared declared -> work.rehearse(declared.inputs());
        }
    }

    private static Claim validity(Basis.Inputs inputs) {
        return inputs.specProblems().isEmpty()
                ? Reason.Valid.because("every field can be carried out")
                : Reason.InvalidSpec.because(Basis.text(inputs.specProblems()));
    }

    private Outcome carryOut(LastGood inputs, List<Claim> claims, Duration latest) {
        OptionalInt keep = work.countToKeep(inputs.spec());
        if (keep.isPresent()) {
            // The changed spec comes back as an event; until then everything stays as it is.
            new SpecReplicasWriter(equipment.client()).write(instance, keep.getAsInt());
            equipment.events().say(instance, kept(inputs.spec().replicas(), keep.getAsInt()));
            return outcome(StatusReport.before(instance));
        }
        return work.carryOut(inputs, claims).noLaterThan(now.plus(latest));
    }

    /** The user may have meant the number: nobody can tell it from one that mode Auto ignored. */
    private static News kept(int asked, int present) {
        return News.normal(
                        "ReplicasKept",
                        "spec.replicas " + asked + " became " + present
                                + ", the present number, because mode Auto was left: set it again if another is wanted")
                .keyed("");
    }

    private Outcome outcome(MastioInstanceStatus status) {
        return new Outcome(status, now.plus(equipment.resync()));
    }

    private Optional<LastGood> lastGood() {
        return Annotations.read(around.settings().orElse(null), Annotations.LAST_GOOD)
                .flatMap(LastGood::read);
    }

    private boolean mayRoll(KnownClass machine) {
        return equipment
                .queue()
                .ask(
                        ResourceID.fromResource(instance),
                        around.sharing(machine.name()),
                        machine.name(),
                        machine.edition(),
                        Standing.unavailableBefore(around.deployment().orElse(null), machine.edition(), now),
                        other -> Standing.of(around.around(other).deployment().orElse(null), now));
    }

    /** A permission is only needed until everybody can see what was made of it. */
    private void settle(KnownClass machine) {
        boolean shown = machine.edition().equals(edition(around.deployment().orElse(null)));
        if (shown) equipment.queue().forget(ResourceID.fromResource(instance));
    }

    private static String edition(@Nullable Deployment deployment) {
        return Annotations.read(deployment, Annotations.CLASS_EDITION).orElse("");
    }
}
