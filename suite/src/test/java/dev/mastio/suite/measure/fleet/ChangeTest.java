package dev.mastio.suite.measure.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.api.MastioInstance;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class ChangeTest {

    private final Change change = new Change("new");

    @Test
    void aChangeHasArrivedWhenDeploymentAndStatusShowIt() {
        change.see(instance("new", 2, 2));
        assertThat(change.hasArrived()).isFalse();

        change.see(deployment("new"));

        assertThat(change.hasArrived()).isTrue();
    }

    @Test
    void aStatusOfTheSpecBeforeIsNoArrival() {
        change.see(deployment("new"));

        change.see(instance("old", 1, 1));
        change.see(instance("new", 2, 1));

        assertThat(change.hasArrived()).isFalse();
    }

    @Test
    void aDeploymentAsItWasIsNoArrival() {
        change.see(instance("new", 2, 2));

        change.see(deployment("old"));

        assertThat(change.hasArrived()).isFalse();
    }

    @Test
    void whatHasArrivedStaysSo() {
        change.see(deployment("new"));
        change.see(instance("new", 2, 2));

        change.see(deployment("old"));

        assertThat(change.hasArrived()).isTrue();
    }

    private static MastioInstance instance(String value, int generation, int observed) {
        return Serialization.unmarshal("""
                apiVersion: mastio.dev/v1alpha1
                kind: MastioInstance
                metadata: {name: one, generation: %d}
                spec: {hardwareClass: laptop, pod: {annotations: {example.com/changed: %s}}}
                status: {observedGeneration: %d}
                """.formatted(generation, value, observed), MastioInstance.class);
    }

    private static Deployment deployment(String value) {
        return Serialization.unmarshal("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: one}
                spec: {template: {metadata: {annotations: {example.com/changed: %s}}}}
                """.formatted(value), Deployment.class);
    }
}
