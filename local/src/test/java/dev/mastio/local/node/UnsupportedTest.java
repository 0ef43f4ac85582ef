package dev.mastio.local.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "readinessGates: [{conditionType: x/y}]|{name: a}|readinessGates",
                "''|{name: a, restartPolicy: Always}|restartPolicy of an init container (sidecar)",
                "''|{name: a, lifecycle: {postStart: {exec: {command: [x]}}}}|lifecycle.postStart",
                "''|{name: a, lifecycle: {preStop: {httpGet: {port: 1}}}}|lifecycle.preStop.httpGet",
                "''|{name: a, livenessProbe: {grpc: {port: 1}}}|grpc probes",
                "''|{name: a, volumeMounts: [{name: v, mountPath: /v, subPathExpr: $(X)}]}|subPathExpr of a volume mount"
            })
    void saysWhatAContainerAsksForInVain(String pod, String container, String what) {
        PodSpec spec = Serialization.unmarshal("containers: [%s]\n%s".formatted(container, pod), PodSpec.class);

        assertThat(Unsupported.in(spec, spec.getContainers().getFirst()))
                .hasValue("the embedded cluster does not support " + what);
    }

    @Test
    void anOrdinaryContainerAsksForNothingInVain() {
        PodSpec spec = Serialization.unmarshal(
                "containers: [{name: a, volumeMounts: [{name: v, mountPath: /v, subPath: s}]}]", PodSpec.class);

        assertThat(Unsupported.in(spec, spec.getContainers().getFirst())).isEmpty();
    }
}
