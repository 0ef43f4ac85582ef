package dev.mastio.operator.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.Autoscaling;
import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.MastioInstanceSpec;
import dev.mastio.api.NetworkPolicyMode;
import dev.mastio.operator.capacity.FieldProblem;
import dev.mastio.operator.desired.SecretFacts;
import dev.mastio.operator.instance.Basis.Declared;
import dev.mastio.operator.instance.Basis.Former;
import dev.mastio.operator.instance.Basis.Inputs;
import dev.mastio.operator.instance.Basis.None;
import dev.mastio.operator.instance.LastGood.KnownClass;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BasisTest {

    private static final MastioInstanceSpec SPEC = MastioInstanceSpec.of("standard-8");
    private static final KnownClass MACHINE = machine(1, 8);
    private static final LastGood BEFORE = new LastGood(SPEC, MACHINE, Map.of());
    private static final List<FieldProblem> BAD = List.of(new FieldProblem("spec.soak.schedule", "is no schedule"));
    private static final List<FieldProblem> MISSING =
            List.of(new FieldProblem("spec.tls.secretName", "does not exist"));

    @Test
    void goodInputsAreCarriedOut() {
        assertThat(Basis.choose(inputs(List.of(), List.of(), MACHINE), Optional.empty(), BasisTest::never))
                .isEqualTo(new Declared(BEFORE, Optional.empty()));
    }

    @Test
    void aBadSpecGoesOnWithTheLastGoodOneAndNamesTheField() {
        Basis basis = Basis.choose(inputs(BAD, List.of(), MACHINE), Optional.of(BEFORE), BasisTest::never);

        assertThat(basis).isInstanceOfSatisfying(Former.class, former -> {
            assertThat(former.inputs()).isEqualTo(BEFORE);
            assertThat(former.why().reason()).isEqualTo("LastGoodSpecInUse");
            assertThat(former.why().message()).contains("spec.soak.schedule");
        });
    }

    @Test
    void aBadSpecWithoutAGoodOneBeforeMakesNothing() {
        assertThat(Basis.choose(inputs(BAD, List.of(), MACHINE), Optional.empty(), BasisTest::never))
                .isInstanceOfSatisfying(
                        None.class, none -> assertThat(none.why().reason()).isEqualTo("SpecInvalid"));
    }

    @Test
    void aMissingClassOrSecretGoesOnWithTheLastGoodInputs() {
        assertThat(Basis.choose(inputs(List.of(), MISSING, MACHINE), Optional.of(BEFORE), BasisTest::never))
                .isInstanceOfSatisfying(
                        Former.class,
                        former -> assertThat(former.why().reason()).isEqualTo("DependencyMissing"));
        assertThat(Basis.choose(inputs(List.of(), MISSING, null), Optional.empty(), BasisTest::never))
                .isInstanceOfSatisfying(
                        None.class, none -> assertThat(none.why().reason()).isEqualTo("DependencyMissing"));
    }

    @Test
    void withoutItsClassAnInstanceIsScaledAsDeclaredAndElseStaysAsItWas() {
        MastioInstanceSpec declared = new MastioInstanceSpec(
                "nowhere",
                "elsewhere/proxy",
                "2",
                4,
                SPEC.workload(),
                SPEC.storage(),
                SPEC.tls(),
                SPEC.pki(),
                new Autoscaling(Autoscaling.Mode.Off, 1, null, 80, 60, 10, 300, 15, 60),
                SPEC.soak(),
                SPEC.licenseSecretName(),
                SPEC.plugins(),
                SPEC.pod(),
                NetworkPolicyMode.None,
                SPEC.edge());

        Basis basis = Basis.choose(
                new Inputs(declared, List.of(), Optional.empty(), MISSING, Map.of()),
                Optional.of(BEFORE),
                BasisTest::never);

        assertThat(basis).isInstanceOfSatisfying(Former.class, former -> {
            assertThat(former.inputs().spec().replicas()).isEqualTo(4);
            assertThat(former.inputs().spec().autoscaling().mode()).isEqualTo(Autoscaling.Mode.Off);
            assertThat(former.inputs().spec().version()).isNull();
            assertThat(former.inputs().spec().networkPolicy()).isEqualTo(NetworkPolicyMode.Managed);
            assertThat(former.inputs().machine()).isEqualTo(MACHINE);
        });
    }

    @Test
    void whileOthersRollTheNewSpecIsCarriedOutOnTheOldClass() {
        Basis basis = Basis.choose(inputs(List.of(), List.of(), machine(2, 4)), Optional.of(BEFORE), BasisTest::never);

        assertThat(basis).isInstanceOfSatisfying(Declared.class, declared -> {
            assertThat(declared.inputs().machine()).isEqualTo(MACHINE);
            assertThat(declared.waiting())
                    .hasValueSatisfying(claim -> assertThat(claim.reason()).isEqualTo("WaitingForTurn"));
        });
    }

    @Test
    void aClassWithTheSameContentsIsNoReasonToWait() {
        assertThat(Basis.choose(inputs(List.of(), List.of(), machine(2, 8)), Optional.of(BEFORE), BasisTest::never))
                .isInstanceOfSatisfying(
                        Declared.class,
                        declared -> assertThat(declared.waiting()).isEmpty());
    }

    @Test
    void anotherClassIsTheUsersWishAndWaitsForNobody() {
        KnownClass other = new KnownClass("small-4", 7, machine(7, 4).spec());

        assertThat(Basis.choose(inputs(List.of(), List.of(), other), Optional.of(BEFORE), BasisTest::never))
                .isEqualTo(new Declared(new LastGood(SPEC, other, Map.of()), Optional.empty()));
    }

    @Test
    void theLastGoodInputsSurviveAsTextThatIsAlwaysTheSame() {
        LastGood good = new LastGood(
                SPEC,
                MACHINE,
                Map.of("b", new SecretFacts("2", Set.of("y", "x")), "a", new SecretFacts("1", Set.of("z"))));

        assertThat(LastGood.read(good.text())).contains(good);
        assertThat(LastGood.read(BEFORE.text())).contains(BEFORE);
        assertThat(LastGood.read(good.text()).orElseThrow().text()).isEqualTo(good.text());
        assertThat(good.text()).contains("[\"x\",\"y\"]");
        assertThat(LastGood.read("{}")).isEmpty();
        assertThat(LastGood.read("not json")).isEmpty();
    }

    @Test
    void lastGoodInputsFromBeforeAFieldExistedHaveItsDefault() {
        String before = BEFORE.text().replace(",\"networkPolicy\":\"Managed\"", "");

        assertThat(before).doesNotContain("networkPolicy");
        assertThat(LastGood.read(before)).contains(BEFORE);
    }

    private static Inputs inputs(
            List<FieldProblem> spec, List<FieldProblem> dependencies, @Nullable KnownClass machine) {
        return new Inputs(SPEC, spec, Optional.ofNullable(machine), dependencies, Map.of());
    }

    private static KnownClass machine(long generation, int cores) {
        return new KnownClass(
                "standard-8", generation, new HardwareClassSpec(null, cores, new Quantity("8Gi"), null, null));
    }

    private static boolean never(KnownClass machine) {
        return false;
    }
}
