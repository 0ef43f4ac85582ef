package dev.mastio.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioHardwareClass;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A class that changes reaches its instances a few at a time. */
class ClassChangeTest {

    private static final List<String> FIVE =
            IntStream.rangeClosed(1, 5).mapToObj(i -> "demo-" + i).toList();

    private Scene scene;
    private String machines;

    @BeforeEach
    void openWithFiveInstancesOfOneClass() {
        scene = Scene.open();
        machines = "five-" + scene.namespace();
        scene.cluster().hardwareClass(machines, 8);
        FIVE.forEach(name -> scene.apply(name, "hardwareClass: " + machines));
        FIVE.forEach(name -> scene.eventuallyReason(name, "Ready", "Available"));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void threeRollAtOnceAndTheOthersWaitForThemAlsoAfterARestart() {
        scene.cluster().pods().hold(scene.namespace());

        scene.cluster().hardwareClass(machines, 4);

        scene.eventually(() -> assertThat(following("2")).hasSize(3));
        scene.eventually(() -> assertThat(waiting()).hasSize(2));
        scene.stopOperator();
        scene.startOperator();
        scene.settle();
        assertThat(following("2")).hasSize(3);
        assertThat(scene.condition(waiting().getFirst(), "Progressing").getMessage())
                .contains(machines, "generation 2");

        scene.cluster().pods().release(scene.namespace());

        FIVE.forEach(name -> scene.eventually(() -> {
            assertThat(scene.classGeneration(name)).isEqualTo("2");
            assertThat(scene.condition(name, "Ready").getReason()).isEqualTo("Available");
            assertThat(scene.resolvedClass(name).cpuLimit()).isEqualTo("3");
        }));
    }

    @Test
    void aClassThatIsDeletedAndMadeAgainReachesThemAFewAtATimeToo() {
        scene.cluster().pods().hold(scene.namespace());
        scene.client().resources(MastioHardwareClass.class).withName(machines).delete();
        FIVE.forEach(name -> scene.eventuallyReason(name, "Ready", "DependencyMissing"));

        scene.cluster().hardwareClass(machines, 4);

        scene.eventually(() -> assertThat(waiting()).hasSize(2));
        scene.settle();
        scene.eventually(() -> assertThat(limitedTo("3")).hasSize(3));
        scene.cluster().pods().release(scene.namespace());
        scene.eventually(() -> assertThat(limitedTo("3")).hasSize(5));
    }

    @Test
    void aNewInstanceAndOneThatChoosesAnotherClassWaitForNobody() {
        scene.cluster().pods().hold(scene.namespace());
        scene.cluster().hardwareClass(machines, 4);
        scene.eventually(() -> assertThat(following("2")).hasSize(3));
        String waiter = waiting().isEmpty() ? FIVE.getLast() : waiting().getFirst();

        scene.apply("new", "hardwareClass: " + machines);
        scene.change(waiter, "{\"hardwareClass\": \"standard-8\"}");

        scene.eventually(() -> assertThat(scene.classGeneration("new")).isEqualTo("2"));
        scene.eventually(() -> assertThat(scene.resolvedClass(waiter).name()).isEqualTo("standard-8"));
    }

    private List<String> following(String generation) {
        return FIVE.stream()
                .filter(name -> scene.classGeneration(name).equals(generation))
                .toList();
    }

    /** Those whose pods may use so many cores. */
    private List<String> limitedTo(String cores) {
        return FIVE.stream()
                .filter(name -> scene.deployment(name)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getLimits()
                        .containsValue(new Quantity(cores)))
                .toList();
    }

    private List<String> waiting() {
        return FIVE.stream()
                .filter(name -> scene.condition(name, "Progressing").getReason().equals("WaitingForTurn"))
                .toList();
    }
}
