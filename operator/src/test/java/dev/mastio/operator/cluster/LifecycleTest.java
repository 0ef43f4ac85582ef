package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static TestCluster cluster;
    private Scene scene;

    @BeforeAll
    static void startCluster() {
        cluster = TestCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void startOperator() {
        scene = Scene.on(cluster);
    }

    @AfterEach
    void stopOperator() {
        scene.close();
    }

    @Test
    void theSmallestInstanceBecomesReady() {
        scene.apply(DEMO, MastioInstanceSpec.of(TestCluster.CLASS));

        scene.eventuallyReady(DEMO);
        assertThat(scene.status(DEMO).replicas()).isEqualTo(1);
        assertThat(scene.status(DEMO).selector()).contains("app.kubernetes.io/instance=demo");
        assertThat(scene.status(DEMO).url()).isEqualTo("https://demo." + scene.namespace + ".svc:9443");
    }

    @Test
    void aSecondLookWritesNothing() {
        scene.apply(DEMO, MastioInstanceSpec.of(TestCluster.CLASS));
        scene.eventuallyReady(DEMO);
        scene.settle();
        double before = scene.writes();

        scene.touch(DEMO, Scene::settle);

        assertThat(scene.writes()).isEqualTo(before);
    }
}
