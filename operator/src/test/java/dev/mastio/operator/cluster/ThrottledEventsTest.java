package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server may throttle events and nothing else, as the admission plugin EventRateLimit does. */
class ThrottledEventsTest {

    /** Far less than a client goes on trying by itself when it is told to come later. */
    private static final Duration SECONDS = Duration.ofSeconds(20);

    private Scene scene;
    private FaultyApi api;

    @BeforeEach
    void openBehindAServerThatCanRefuse() {
        scene = Scene.withoutOperator();
        api = scene.cluster().faulty();
        scene.startOperatorBehind(api);
        scene.database("db", "secret");
        scene.ready(DEMO, """
                hardwareClass: standard-8
                storage:
                  type: postgres
                  postgres:
                    secretName: db
                """);
        scene.settle();
    }

    @AfterEach
    void close() {
        scene.close();
        api.close();
    }

    @Test
    void decisionsDoNotWaitForEventsWhichAreToldLater() {
        api.refuse(429, (method, path) -> path.contains("/events"));
        scene.change(DEMO, "{\"autoscaling\": {\"min\": 2}}");
        reaches(2);

        scene.change(DEMO, "{\"autoscaling\": {\"min\": 3}}");

        reaches(3);
        assertThat(api.refusals()).isPositive();
        api.refuseNothing();
        assertThat(scene.events("BelowMinimum")).hasSize(2);
    }

    private void reaches(int replicas) {
        await().atMost(SECONDS)
                .untilAsserted(() -> assertThat(scene.deployment(DEMO).getSpec().getReplicas())
                        .isEqualTo(replicas));
    }
}
