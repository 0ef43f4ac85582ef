package dev.mastio.operator.instance;

import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.operator.capacity.FieldProblem;
import dev.mastio.operator.desired.SecretFacts;
import dev.mastio.operator.instance.LastGood.KnownClass;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a pass works from: what is declared now, or the last good inputs, or nothing. */
sealed interface Basis {

    /** What is declared; the class may still be the one before, because others roll first. */
    record Declared(LastGood inputs, Optional<Claim> waiting) implements Basis {}

    /** The last good inputs, and why. */
    record Former(LastGood inputs, Claim why) implements Basis {}

    /** Nothing can be made, and why. */
    record None(Claim why) implements Basis {}

    /**
     * Chooses. Whatever is wrong, what runs goes on.
     *
     * @param mayRoll asked only when the class has changed under an instance that runs already
     */
    static Basis choose(Inputs inputs, Optional<LastGood> lastGood, Predicate<KnownClass> mayRoll) {
        if (!inputs.specProblems().isEmpty()) {
            return instead(lastGood, Reason.LastGoodSpecInUse, Reason.SpecInvalid, text(inputs.specProblems()));
        }
        if (inputs.machine().isEmpty() || !inputs.dependencyProblems().isEmpty()) {
            // How many replicas there are depends on neither, and may be what saves the day.
            return instead(
                    lastGood.map(known -> known.scaledAs(inputs.spec())),
                    Reason.DependencyMissing,
                    Reason.DependencyMissing,
                    text(inputs.dependencyProblems()));
        }
        KnownClass present = inputs.machine().get();
        Optional<KnownClass> before = lastGood.map(LastGood::machine).filter(known -> changed(known, present));
        if (before.isPresent() && !mayRoll.test(present)) {
            String message = "hardware class " + present.name() + " has changed to generation " + present.generation()
                    + "; this instance follows generation " + before.get().generation()
                    + " until others have finished rolling";
            return new Declared(
                    new LastGood(inputs.spec(), before.get(), inputs.secrets()),
                    Optional.of(Reason.WaitingForTurn.because(message)));
        }
        return new Declared(new LastGood(inputs.spec(), present, inputs.secrets()), Optional.empty());
    }

    private static Basis instead(Optional<LastGood> lastGood, Reason otherwise, Reason nothing, String problems) {
        return lastGood.<Basis>map(inputs ->
                        new Former(inputs, otherwise.because(problems + " (what runs follows the last good state)")))
                .orElseGet(() -> new None(nothing.because(problems)));
    }

    /** Another class, or the same class with other contents, made by the same name. */
    private static boolean changed(KnownClass known, KnownClass present) {
        return known.name().equals(present.name()) && !known.spec().equals(present.spec());
    }

    static String text(List<FieldProblem> problems) {
        return problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; "));
    }

    /**
     * What was found.
     *
     * @param machine the class; empty when it is missing or unusable, then a dependency problem says which
     * @param secrets facts of the user's Secrets that exist, by name
     */
    record Inputs(
            MastioInstanceSpec spec,
            List<FieldProblem> specProblems,
            Optional<KnownClass> machine,
            List<FieldProblem> dependencyProblems,
            Map<String, SecretFacts> secrets) {}
}
