package dev.mastio.suite.faults.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstance;
import dev.mastio.api.MastioInstanceStatus;
import dev.mastio.api.MastioInstanceStatus.SoakRun;
import dev.mastio.api.MastioInstanceStatus.SoakStatus;
import dev.mastio.api.MastioInstanceStatus.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static final Wanted ONE = Wanted.fresh("one", false, true, true);
    private static final Wanted SOAKED = ONE.soaked("t1");

    @Test
    void nothingIsWrongWhereAllIsAsItMustBe() {
        assertThat(Judgement.differences(ONE, seen(ready("True"), pieces(ONE), 1, 1)))
                .isEmpty();
        assertThat(Judgement.differences(SOAKED, seen(soaked("t1", Verdict.Passed), pieces(SOAKED), 1, 1)))
                .isEmpty();
    }

    @Test
    void aChangedTemplateThatTheDeploymentDoesNotHaveIsWrong() {
        assertThat(Judgement.differences(ONE.touchedAgain(), seen(ready("True"), pieces(ONE), 1, 1)))
                .containsExactly("a template that was touched 0 times in place of 1");
    }

    @Test
    void whatIsMissingAndWhatIsLeftOverIsNamed() {
        List<Piece> pieces = pieces(ONE);
        pieces.removeIf(piece -> piece.id().equals("Service/one"));
        pieces.add(piece("PodDisruptionBudget/one"));

        assertThat(Judgement.differences(ONE, seen(ready("True"), pieces, 1, 1)))
                .containsExactlyInAnyOrder("Service/one is missing", "PodDisruptionBudget/one is left over");
    }

    @Test
    void anObjectOfAnEarlierInstanceOfTheSameNameIsNoneOfIts() {
        List<Piece> pieces = pieces(ONE);
        pieces.removeIf(piece -> piece.id().equals("Service/one"));
        pieces.add(new Piece("Service/one", Optional.of("earlier"), Optional.empty(), Optional.empty(), false));

        assertThat(Judgement.differences(ONE, seen(ready("True"), pieces, 1, 1)))
                .containsExactly("Service/one is another's");
    }

    @Test
    void anotherNumberOfReplicasOrOfReadyPodsIsWrong() {
        Wanted three = ONE.scaledTo(3);

        assertThat(Judgement.differences(three, seen(ready("True"), pieces(three), 2, 1)))
                .containsExactly("2 replicas in place of 3", "1 ready pods in place of 3");
    }

    @Test
    void aTokenWithTwoSoaksOrNoneIsWrong() {
        List<Piece> twice = pieces(SOAKED);
        twice.add(job("second", "t1"));
        List<Piece> none = pieces(ONE);

        assertThat(Judgement.differences(SOAKED, seen(soaked("t1", Verdict.Passed), twice, 1, 1)))
                .containsExactly("soaks of tokens [t1, t1] in place of [t1]");
        assertThat(Judgement.differences(SOAKED, seen(soaked("t1", Verdict.Passed), none, 1, 1)))
                .containsExactly("soaks of tokens [] in place of [t1]");
    }

    @Test
    void aSoakOnScheduleThatNobodyAskedForIsWrong() {
        List<Piece> pieces = pieces(ONE);
        pieces.add(new Piece("Job/one-soak-29000000", Optional.of("uid"), Optional.empty(), Optional.empty(), false));

        assertThat(Judgement.differences(ONE, seen(ready("True"), pieces, 1, 1)))
                .containsExactly("soaks of tokens [Job/one-soak-29000000] in place of []");
    }

    @Test
    void theStatusMustSayIt() {
        assertThat(Judgement.differences(ONE, seen(null, pieces(ONE), 1, 1))).containsExactly("no status");
        assertThat(Judgement.differences(ONE, seen(ready("False"), pieces(ONE), 1, 1)))
                .containsExactly("Ready is False, Some: words");
        assertThat(Judgement.differences(SOAKED, seen(soaked("t0", Verdict.Passed), pieces(SOAKED), 1, 1)))
                .containsExactly("token t1 is not handled");
        assertThat(Judgement.differences(SOAKED, seen(soaked("t1", Verdict.Error), pieces(SOAKED), 1, 1)))
                .singleElement()
                .asString()
                .startsWith("no verdict of token t1");
    }

    @Test
    void anInstanceWhoseReplicasFollowALoadMustSayWhetherItKnowsOne() {
        Wanted silent = ONE.followed(true);
        Wanted told = silent.surgedTo(1);
        Seen knows = seen(scaling("True", "ValidMetricFound"), pieces(ONE), 1, 1);
        Seen knowsNot = seen(scaling("False", "MetricsUnavailable"), pieces(ONE), 1, 1);

        assertThat(Judgement.differences(told, knows)).isEmpty();
        assertThat(Judgement.differences(silent, knowsNot)).isEmpty();
        assertThat(Judgement.differences(silent, knows))
                .containsExactly("ScalingActive is True, ValidMetricFound where pods tell nothing");
        assertThat(Judgement.differences(told, knowsNot))
                .containsExactly("ScalingActive is False, MetricsUnavailable where pods tell of a load");
        assertThat(Judgement.differences(silent, seen(ready("True"), pieces(ONE), 1, 1)))
                .containsExactly("ScalingActive is not said where pods tell nothing");
    }

    @Test
    void aSilenceMustBeCalledWhatItIs() {
        Seen knowsNot = seen(scaling("False", "MetricsUnavailable"), pieces(ONE), 1, 1);
        Seen stale = seen(scaling("False", "MetricsStale"), pieces(ONE), 1, 1);

        assertThat(Judgement.unsaid(Set.of("MetricsStale"), stale)).isEmpty();
        assertThat(Judgement.unsaid(Set.of("MetricsStale"), knowsNot))
                .containsExactly("ScalingActive is False, MetricsUnavailable in place of False for [MetricsStale]");
    }

    @Test
    void anOperatorThatSaysThatThereIsScalingWasToldOfALoad() {
        assertThat(Judgement.isTold(seen(scaling("True", "WithinBounds"), pieces(ONE), 1, 1)))
                .isTrue();
        assertThat(Judgement.isTold(seen(scaling("False", "MetricsUnavailable"), pieces(ONE), 1, 1)))
                .isFalse();
    }

    @Test
    void aDeletedInstanceLeavesWhatItWasToldToAndNothingElse() {
        Wanted gone = Wanted.fresh("one", true, true, true);
        List<Piece> kept = new ArrayList<>(
                List.of(piece("PersistentVolumeClaim/one-data"), piece("Secret/one-secrets"), piece("Secret/one-pki")));
        Seen asItMustBe = new Seen(Optional.empty(), kept, 0, 0, 0);

        assertThat(Judgement.remains(gone, asItMustBe)).isEmpty();

        List<Piece> more = new ArrayList<>(kept.subList(1, 3));
        more.add(piece("Service/one"));
        more.add(job("one", "t1"));
        assertThat(Judgement.remains(gone, new Seen(Optional.of(instance(null)), more, 0, 0, 0)))
                .containsExactly(
                        "PersistentVolumeClaim/one-data is missing",
                        "Service/one is left over",
                        "the instance is there",
                        "Job/one is left");
    }

    private static Seen seen(@Nullable MastioInstanceStatus status, List<Piece> pieces, int replicas, int pods) {
        return new Seen(Optional.of(instance(status)), pieces, replicas, pods, 0);
    }

    private static MastioInstance instance(@Nullable MastioInstanceStatus status) {
        MastioInstance instance = new MastioInstance();
        instance.setMetadata(
                new ObjectMetaBuilder().withUid("uid").withGeneration(1L).build());
        instance.setStatus(status);
        return instance;
    }

    private static MastioInstanceStatus ready(String status) {
        return status(status, null);
    }

    private static MastioInstanceStatus soaked(String handled, Verdict verdict) {
        SoakRun run = new SoakRun(
                "one-soak-t1-abcdef", verdict, "R", "m", null, null, null, null, null, null, null, null, null);
        return status("True", new SoakStatus(null, null, null, verdict, handled, List.of(run)));
    }

    private static MastioInstanceStatus status(String ready, @Nullable SoakStatus soak) {
        return status(soak, List.of(condition("Ready", ready, "Some")));
    }

    private static MastioInstanceStatus scaling(String status, String reason) {
        return status(null, List.of(condition("Ready", "True", "Some"), condition("ScalingActive", status, reason)));
    }

    private static MastioInstanceStatus status(@Nullable SoakStatus soak, List<Condition> conditions) {
        return new MastioInstanceStatus(1L, 1, 1, null, null, null, null, null, soak, conditions);
    }

    private static Condition condition(String type, String status, String reason) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage("words")
                .build();
    }

    private static List<Piece> pieces(Wanted wanted) {
        List<Piece> pieces = new ArrayList<>();
        wanted.objects().forEach(id -> pieces.add(piece(id)));
        wanted.tokens().forEach(token -> pieces.add(job("one-soak-" + token, token)));
        return pieces;
    }

    private static Piece piece(String id) {
        return new Piece(id, Optional.of("uid"), Optional.empty(), Optional.empty(), false);
    }

    private static Piece job(String name, String token) {
        return new Piece("Job/" + name, Optional.of("uid"), Optional.of(token), Optional.empty(), false);
    }
}
