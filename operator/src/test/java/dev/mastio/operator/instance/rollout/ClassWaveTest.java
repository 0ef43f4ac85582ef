package dev.mastio.operator.instance.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.operator.instance.rollout.ClassWave.Member;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassWaveTest {

    private static final Member WAITS = new Member("1-a", true, false);
    private static final Member ROLLS = new Member("2-b", false, false);
    private static final Member DONE = new Member("2-b", true, false);

    @Test
    void asManyRollAtOnceAsAllowed() {
        assertThat(ClassWave.mayRoll(List.of(WAITS, ROLLS, ROLLS), "2-b", false, 3))
                .isTrue();
        assertThat(ClassWave.mayRoll(List.of(WAITS, ROLLS, ROLLS, ROLLS), "2-b", false, 3))
                .isFalse();
    }

    @Test
    void whoHasFinishedMakesRoom() {
        assertThat(ClassWave.mayRoll(List.of(DONE, DONE, DONE, DONE, ROLLS), "2-b", false, 3))
                .isTrue();
    }

    @Test
    void whoRollsForAnotherReasonOnTheOldGenerationDoesNotCount() {
        assertThat(ClassWave.mayRoll(Collections.nCopies(10, new Member("1-a", false, false)), "2-b", false, 3))
                .isTrue();
    }

    @Test
    void whoWasUnavailableBeforeHoldsUpNobodyWhoIsWell() {
        Member ill = new Member("2-b", false, true);

        assertThat(ClassWave.mayRoll(List.of(ill, ill, ill, WAITS), "2-b", false, 3))
                .isTrue();
        assertThat(ClassWave.mayRoll(List.of(ill, ill, ill, WAITS), "2-b", true, 3))
                .as("they don't all roll at once either")
                .isFalse();
        assertThat(ClassWave.mayRoll(List.of(ROLLS, ROLLS, ROLLS), "2-b", false, 3))
                .as("whom the class itself broke")
                .isFalse();
    }

    @Test
    void threeThatAreUnavailableLetTheRestOfTheFleetThrough() {
        ClassQueue queue = new ClassQueue(3);
        List<ResourceID> fleet = IntStream.range(0, 8)
                .mapToObj(i -> new ResourceID("demo-" + i, "default"))
                .toList();
        List<ResourceID> ill = fleet.subList(0, 3);
        Map<ResourceID, Member> deployed = new HashMap<>();
        fleet.forEach(id -> deployed.put(id, WAITS));

        for (int round = 0; round < 3; round++) {
            for (ResourceID id : fleet) {
                if (!WAITS.equals(deployed.get(id))) continue;
                boolean may = queue.ask(
                        id,
                        others(fleet, id),
                        "m",
                        "2-b",
                        ill.contains(id),
                        other -> deployed.getOrDefault(other, WAITS));
                if (may) deployed.put(id, ill.contains(id) ? new Member("2-b", false, true) : DONE);
            }
        }

        assertThat(deployed).doesNotContainValue(WAITS);
    }

    @Test
    void permissionsThatNoDeploymentShowsYetCount() {
        ClassQueue queue = new ClassQueue(3);
        List<ResourceID> ten = IntStream.range(0, 10)
                .mapToObj(i -> new ResourceID("demo-" + i, "default"))
                .toList();

        List<ResourceID> allowed = ten.stream()
                .filter(id -> queue.ask(id, others(ten, id), "m", "2-b", false, other -> WAITS))
                .toList();

        assertThat(allowed).hasSize(3);
        assertThat(queue.ask(allowed.getFirst(), others(ten, allowed.getFirst()), "m", "2-b", false, other -> WAITS))
                .isTrue();
    }

    @Test
    void aPermissionIsForOneClassAndOneEditionOfItOnly() {
        ClassQueue queue = new ClassQueue(1);
        ResourceID one = new ResourceID("one", "default");
        List<ResourceID> other = List.of(new ResourceID("other", "default"));
        Member stalledOn2OfB = new Member("2-c", false, false);

        assertThat(queue.ask(one, other, "a", "2-b", false, member -> WAITS)).isTrue();

        assertThat(queue.ask(one, other, "b", "2-c", false, member -> stalledOn2OfB))
                .isFalse();
        assertThat(queue.ask(one, other, "a", "2-c", false, member -> stalledOn2OfB))
                .isFalse();
        assertThat(queue.ask(other.getFirst(), List.of(one), "b", "2-c", false, member -> WAITS))
                .as("what one may do with class a is nothing to class b")
                .isTrue();
    }

    @Test
    void aWholeFleetGetsThroughThreeAtATime() {
        ClassQueue queue = new ClassQueue(3);
        List<ResourceID> fleet = IntStream.range(0, 20)
                .mapToObj(i -> new ResourceID("demo-" + i, "default"))
                .toList();
        Map<ResourceID, Member> deployed = new HashMap<>();
        fleet.forEach(id -> deployed.put(id, WAITS));

        for (int round = 0; round < 7; round++) {
            List<ResourceID> rolling = fleet.stream()
                    .filter(id -> WAITS.equals(deployed.get(id)))
                    .filter(id -> queue.ask(
                            id, others(fleet, id), "m", "2-b", false, other -> deployed.getOrDefault(other, WAITS)))
                    .toList();
            assertThat(rolling).hasSizeLessThanOrEqualTo(3);
            rolling.forEach(id -> deployed.put(id, DONE));
        }

        assertThat(deployed).doesNotContainValue(WAITS);
    }

    private static List<ResourceID> others(List<ResourceID> all, ResourceID id) {
        return all.stream().filter(other -> !other.equals(id)).toList();
    }
}
