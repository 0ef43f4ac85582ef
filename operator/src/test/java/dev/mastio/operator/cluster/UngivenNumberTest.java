package dev.mastio.operator.cluster;

import static dev.mastio.operator.cluster.Scene.DEMO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstanceStatus.AutoscalingStatus;
import dev.mastio.operator.instance.apply.Annotations;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mode Auto has decided, and the Deployment can't be given the number, or not together with its contents. */
class UngivenNumberTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Scene scene;
    private FaultyApi api;

    @BeforeEach
    void openWithAnInstanceOfFive() {
        scene = Scene.withoutOperator();
        api = scene.cluster().faulty();
        scene.startOperatorBehind(api);
        scene.database("db", "secret");
        scene.ready(DEMO, """
                hardwareClass: %s
                storage:
                  type: postgres
                  postgres:
                    secretName: db
                autoscaling:
                  mode: Auto
                  min: 5
                  max: 5
                """.formatted(TestCluster.CLASS));
    }

    @AfterEach
    void close() {
        api.close();
        scene.close();
    }

    /** No pod tells a rate, so nothing but the bounds may take one away. */
    @Test
    void aDecisionThatWasRefusedTakesNothingAwayOnceItIsOutOfDate() {
        api.refuse(403, UngivenNumberTest::changesTheDeployment);
        scene.change(DEMO, "{\"autoscaling\": {\"min\": 1, \"max\": 2}}");
        scene.eventuallyReason(DEMO, "Ready", "ApiRefused");
        assertThat(autoscaling().desiredReplicas()).isEqualTo(5);
        assertThat(autoscaling().lastScaleDownTime()).isNull();

        scene.change(DEMO, "{\"autoscaling\": {\"max\": 9}}");
        scene.eventuallyReason(DEMO, "Ready", "Available");
        api.refuseNothing();
        scene.lookAgain();

        assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(5);
        assertThat(scene.events("AtMaximum")).isEmpty();
    }

    /** As `kubectl rollout undo` writes it. No pod tells a rate, so nothing but the bounds may take one away. */
    @Test
    void whatSomebodyElseSaysWasDecidedIsNotBelievedAfterARefusalEither() {
        scene.change(DEMO, "{\"autoscaling\": {\"min\": 1}}");
        scene.settle();
        api.refuse(403, UngivenNumberTest::changesTheDeployment);
        scene.client()
                .apps()
                .deployments()
                .inNamespace(scene.namespace())
                .withName(DEMO)
                .edit(deployment -> {
                    deployment.getMetadata().getAnnotations().put(Annotations.DECIDED_REPLICAS, "2");
                    return deployment;
                });
        scene.eventuallyReason(DEMO, "Ready", "ApiRefused");

        api.refuseNothing();

        scene.eventuallyReason(DEMO, "Ready", "Available");
        assertThat(Annotations.decidedReplicas(scene.deployment(DEMO))).hasValue(5);
        assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(5);
    }

    @Test
    void theLoadDoesNotWaitUntilSomethingElseIsMended() {
        scene.client()
                .resources(ServiceAccount.class)
                .inNamespace(scene.namespace())
                .withName(DEMO)
                .edit(account -> {
                    account.getMetadata().getLabels().put("app.kubernetes.io/instance", "somebody-else");
                    return account;
                });

        scene.change(DEMO, "{\"autoscaling\": {\"min\": 7, \"max\": 7}}");

        scene.eventually(
                () -> assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(7));
        assertThat(Annotations.decidedReplicas(scene.deployment(DEMO))).hasValue(7);
        scene.eventually(() -> assertThat(autoscaling().desiredReplicas()).isEqualTo(7));
        scene.eventuallyReason(DEMO, "Ready", "NameTaken");
    }

    /** It was on its way when the process was frozen, or lost its lead; the successor has decided since. */
    @Test
    void aNumberThatComesLateDoesNotUndoANewerOne() throws Exception {
        api.hold(UngivenNumberTest::changesTheDeployment);
        scene.change(DEMO, "{\"autoscaling\": {\"min\": 1, \"max\": 2}}");
        assertThat(api.awaitHeld(PATIENCE)).isTrue();
        Thread stop = Thread.ofPlatform().start(scene::stopOperator);
        scene.client()
                .apps()
                .deployments()
                .inNamespace(scene.namespace())
                .withName(DEMO)
                .scale(6);

        api.letGo();

        assertThat(stop.join(PATIENCE)).isTrue();
        assertThat(scene.deployment(DEMO).getSpec().getReplicas()).isEqualTo(6);
    }

    private AutoscalingStatus autoscaling() {
        return Objects.requireNonNull(scene.status(DEMO).autoscaling());
    }

    private static boolean changesTheDeployment(String method, String path) {
        return method.equals("PATCH") && path.endsWith("/deployments/" + DEMO);
    }
}
