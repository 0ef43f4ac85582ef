package dev.mastio.suite.faults.plan;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import dev.mastio.suite.Instances;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is not as it must be. */
public final class Judgement {

    private static final String SCALING = "ScalingActive";

    private Judgement() {}

    /** Of an instance that is there; empty when all is as it must be. */
    public static List<String> differences(Wanted wanted, Seen seen) {
        List<String> wrong = new ArrayList<>();
        if (seen.instance().isEmpty()) wrong.add("no instance");
        seen.instance().ifPresent(instance -> wrong.addAll(said(wanted, instance)));
        if (seen.replicas() != wanted.replicas())
            wrong.add("%d replicas in place of %d".formatted(seen.replicas(), wanted.replicas()));
        if (seen.pods() != wanted.replicas())
            wrong.add("%d ready pods in place of %d".formatted(seen.pods(), wanted.replicas()));
        if (seen.touched() != wanted.touched())
            wrong.add(
                    "a template that was touched %d times in place of %d".formatted(seen.touched(), wanted.touched()));
        wrong.addAll(objects(wanted.objects(), seen));
        seen.instance()
                .ifPresent(instance ->
                        wrong.addAll(strangers(instance.getMetadata().getUid(), seen)));
        wrong.addAll(soaks(wanted, seen));
        return wrong;
    }

    /** Of an instance whose pods have told nothing for a while; empty when it says so for one of these reasons. */
    public static List<String> unsaid(Set<String> reasons, Seen seen) {
        Optional<Condition> active = scaling(seen);
        boolean said = active.filter(
                        condition -> condition.getStatus().equals("False") && reasons.contains(condition.getReason()))
                .isPresent();
        return said ? List.of() : List.of(told(active) + " in place of False for " + reasons);
    }

    /** Whether the operator knows of a load of an instance, or of none, because its pods say so. */
    public static boolean isTold(Seen seen) {
        return scaling(seen)
                .filter(condition -> condition.getStatus().equals("True"))
                .isPresent();
    }

    private static Optional<Condition> scaling(Seen seen) {
        return seen.instance().map(MastioInstance::getStatus).flatMap(status -> Instances.condition(status, SCALING));
    }

    /** Of an instance that was deleted. */
    public static List<String> remains(Wanted deleted, Seen seen) {
        List<String> wrong = new ArrayList<>(objects(deleted.remains(), seen));
        if (seen.instance().isPresent()) wrong.add("the instance is there");
        seen.pieces().stream().filter(Piece::isJob).forEach(job -> wrong.add(job.id() + " is left"));
        return wrong;
    }

    private static List<String> said(Wanted wanted, MastioInstance instance) {
        MastioInstanceStatus status = instance.getStatus();
        List<String> wrong = new ArrayList<>();
        if (status == null) {
            wrong.add("no status");
            return wrong;
        }
        if (!Objects.equals(status.observedGeneration(), instance.getMetadata().getGeneration()))
            wrong.add("the status is about generation " + status.observedGeneration());
        Optional<Condition> ready = Instances.condition(status, "Ready");
        if (ready.filter(condition -> condition.getStatus().equals("True")).isEmpty())
            wrong.add(ready.map(it -> "Ready is %s, %s: %s".formatted(it.getStatus(), it.getReason(), it.getMessage()))
                    .orElse("Ready is not said"));
        if (wanted.auto()) wrong.addAll(scaling(wanted.told(), status));
        if (!wanted.tokens().isEmpty()) wrong.addAll(verdict(wanted.tokens().getLast(), status.soak()));
        return wrong;
    }

    /** Whoever waits for replicas that follow a load must be told when nothing is known of it. */
    private static List<String> scaling(boolean told, MastioInstanceStatus status) {
        Optional<Condition> active = Instances.condition(status, SCALING);
        boolean said = active.filter(condition -> condition.getStatus().equals(told ? "True" : "False"))
                .isPresent();
        return said ? List.of() : List.of(told(active) + " where pods tell " + (told ? "of a load" : "nothing"));
    }

    private static String told(Optional<Condition> active) {
        return active.map(it -> "%s is %s, %s".formatted(SCALING, it.getStatus(), it.getReason()))
                .orElse(SCALING + " is not said");
    }

    private static List<String> verdict(String token, @Nullable SoakStatus soak) {
        if (soak == null || !token.equals(soak.handledToken())) return List.of("token " + token + " is not handled");
        Optional<SoakRun> run = soak.runs().stream()
                .filter(one -> one.name().contains("-" + token + "-"))
                .findFirst();
        return run.filter(one -> one.verdict() == Verdict.Passed).isPresent()
                ? List.of()
                : List.of("no verdict of token " + token
                        + run.map(one -> ": " + one).orElse(""));
    }

    private static List<String> objects(Set<String> wanted, Seen seen) {
        Set<String> there = seen.pieces().stream()
                .filter(piece -> !piece.isJob())
                .map(Piece::id)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> wrong = new ArrayList<>();
        wanted.stream().filter(id -> !there.contains(id)).forEach(id -> wrong.add(id + " is missing"));
        there.stream().filter(id -> !wanted.contains(id)).forEach(id -> wrong.add(id + " is left over"));
        return wrong;
    }

    /** What belongs to somebody else, such as an earlier instance of the same name, or is about to go. */
    private static List<String> strangers(String uid, Seen seen) {
        return seen.pieces().stream()
                .filter(piece -> piece.leaving()
                        || piece.owner().filter(owner -> !owner.equals(uid)).isPresent())
                .filter(piece -> !piece.isJob())
                .map(piece -> piece.id() + " is another's")
                .toList();
    }

    private static List<String> soaks(Wanted wanted, Seen seen) {
        List<String> asked = wanted.tokens().stream().sorted().toList();
        List<String> run = seen.pieces().stream()
                .filter(Piece::isJob)
                .map(job -> job.token().orElse(job.id()))
                .sorted()
                .toList();
        return run.equals(asked) ? List.of() : List.of("soaks of tokens %s in place of %s".formatted(run, asked));
    }
}
