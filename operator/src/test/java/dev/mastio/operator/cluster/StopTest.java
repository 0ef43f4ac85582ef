package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator is stopped amid a pass: what is on its way arrives, nothing comes after it, and the successor does the rest. */
class StopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private Scene scene;
    private FaultyApi api;

    @BeforeEach
    void open() {
        scene = Scene.withoutOperator();
        api = scene.cluster().faulty();
    }

    @AfterEach
    void close() {
        api.close();
        scene.close();
    }

    @Test
    void aPassThatIsUnderWayIsLeftToTheSuccessor() throws Exception {
        api.hold((method, path) -> method.equals("PATCH") && path.endsWith("/configmaps/" + DEMO + "-config"));
        scene.startOperatorBehind(api);
        scene.apply(DEMO, "hardwareClass: " + TestCluster.CLASS);
        assertThat(api.awaitHeld(PATIENCE)).isTrue();

        Thread stop = Thread.ofPlatform().start(scene::stopOperator);
        await().atMost(PATIENCE).until(() -> WAITING.contains(stop.getState()));
        api.letGo();
        stop.join(PATIENCE);

        assertThat(stop.isAlive()).isFalse();
        assertThat(scene.find(ConfigMap.class, DEMO + "-config")).isPresent();
        assertThat(scene.find(Deployment.class, DEMO)).isEmpty();
        assertThat(scene.find(MastioInstance.class, DEMO).orElseThrow().getStatus())
                .isNull();

        scene.startOperator();

        scene.eventuallyReason(DEMO, "Ready", "Available");
    }
}
