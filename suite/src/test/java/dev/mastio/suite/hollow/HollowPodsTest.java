package dev.mastio.suite.hollow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.suite.hollow.HollowPods.Due;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HollowPodsTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00.5Z");

    private final HollowPods pods = new HollowPods("198.18.15.253");

    @Test
    void aProxyIsReadyAtOnce() {
        var status = pods.status(pod("proxy"), NOON);

        assertThat(status.getPhase()).isEqualTo("Running");
        assertThat(status.getPodIP()).isEqualTo("198.18.15.253");
        assertThat(status.getContainerStatuses().getFirst().getReady()).isTrue();
        assertThat(status.getConditions()).allMatch(condition -> "True".equals(condition.getStatus()));
        assertThat(status.getStartTime()).isEqualTo("2026-11-28T12:00:00Z");
    }

    @Test
    void aSoakRunsForAMomentThenPassesAndSaysSoInItsLastWords() {
        Pod soak = pod("soak");
        soak.setStatus(pods.status(soak, NOON));
        assertThat(soak.getStatus().getPhase()).isEqualTo("Running");
        assertThat(HollowPods.due(soak, NOON.plusSeconds(1))).isEqualTo(Due.NOTHING);
        assertThat(HollowPods.due(soak, NOON.plusSeconds(2))).isEqualTo(Due.STATUS);

        var status = pods.status(soak, NOON.plusSeconds(2));

        assertThat(status.getPhase()).isEqualTo("Succeeded");
        assertThat(status.getContainerStatuses()
                        .getFirst()
                        .getState()
                        .getTerminated()
                        .getMessage())
                .contains("\"run\":\"one-soak\"", "\"verdict\":\"Passed\"");
    }

    @Test
    void aPodIsWrittenOnceWhenItComesAndOnceWhenItGoes() {
        Pod pod = pod("proxy");
        assertThat(HollowPods.due(pod, NOON)).isEqualTo(Due.STATUS);

        pod.setStatus(pods.status(pod, NOON));
        assertThat(HollowPods.due(pod, NOON)).isEqualTo(Due.NOTHING);

        pod.getMetadata().setDeletionTimestamp("2026-11-28T12:00:01Z");
        assertThat(HollowPods.due(pod, NOON)).isEqualTo(Due.END);
    }

    @Test
    void aProxyWhoseNodeWasGivenUpForAWhileIsReadyAgain() {
        Pod pod = pod("proxy");
        pod.setStatus(pods.status(pod, NOON));
        pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .forEach(condition -> condition.setStatus("False"));
        assertThat(HollowPods.due(pod, NOON)).isEqualTo(Due.STATUS);

        pod.setStatus(pods.status(pod, NOON));

        assertThat(HollowPods.due(pod, NOON)).isEqualTo(Due.NOTHING);
    }

    @Test
    void thereAreNodesForAllPods() {
        assertThat(HollowNodes.count(110)).isEqualTo(1);
        assertThat(HollowNodes.count(1020)).isEqualTo(10);
    }

    private static Pod pod(String component) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: one
                  uid: 1-2-3
                  labels: {app.kubernetes.io/component: %s, batch.kubernetes.io/job-name: one-soak}
                spec: {containers: [{name: only, image: any}]}
                """.formatted(component), Pod.class);
    }
}
