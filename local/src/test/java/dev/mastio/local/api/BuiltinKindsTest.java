package dev.mastio.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltinKindsTest {
    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final KubernetesClient client = running.client();

    private static HasMetadata object(String yaml) {
        return Objects.requireNonNull(Serialization.unmarshal("---\n" + yaml, HasMetadata.class));
    }

    private static JsonNode tree(String yaml) {
        return Json.parseYaml(yaml.getBytes(StandardCharsets.UTF_8));
    }

    /** A manifest and what becomes of it by the documented defaults, but for what is never given twice. */
    @ParameterizedTest
    @ValueSource(strings = {"deployment", "service", "pod", "job", "cronjob", "secret", "persistentvolumeclaim"})
    void fillsInTheDefaultsOfKubernetes(String kind) throws IOException {
        String[] documents = KubectlTest.resource("defaults/" + kind + ".yaml").split("---\n", -1);

        JsonNode created = tree(Serialization.asJson(
                client.resource(object(documents[0])).inNamespace("default").create()));

        assertThat(withoutIdentity(created)).isEqualTo(withoutIdentity(tree(documents[1])));
    }

    private static JsonNode withoutIdentity(JsonNode object) {
        ObjectNode metadata = Json.metadata(object);
        metadata.retain("labels", "name");
        for (String pointer :
                new String[] {"/metadata/labels", "/spec/selector/matchLabels", "/spec/template/metadata/labels"})
            if (object.at(pointer) instanceof ObjectNode labels)
                labels.properties().removeIf(label -> label.getKey().contains("controller-uid"));
        if (object.get("spec") instanceof ObjectNode spec) spec.remove(List.of("clusterIP", "clusterIPs"));
        return object;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: A_b}} | metadata.name
            {apiVersion: v1, kind: Service, metadata: {name: a.b}, spec: {ports: [{port: 1}]}} | metadata.name
            {apiVersion: v1, kind: Service, metadata: {name: bad}, spec: {ports: [{port: 70000}]}} | spec.ports[0].port
            {apiVersion: v1, kind: Service, metadata: {name: bad}, spec: {ports: [{port: 80, targetPort: x/y}]}} | spec.ports[0].targetPort
            {apiVersion: v1, kind: Service, metadata: {name: bad}, spec: {ports: [{port: 80, targetPort: 70000}]}} | spec.ports[0].targetPort
            {apiVersion: v1, kind: Service, metadata: {name: bad}, spec: {ports: [{port: 80, targetPort: '80'}]}} | spec.ports[0].targetPort
            {apiVersion: v1, kind: ConfigMap, metadata: {name: l, labels: {a: 'b c'}}} | metadata.labels
            {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: []}} | spec.containers
            {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c}]}} | spec.containers[0].image
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: c}}, spec: {containers: [{name: c, image: i}]}}}} | spec.template.metadata.labels
            {apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {containers: [{name: c, image: i}]}}}} | spec.template.spec.restartPolicy
            {apiVersion: batch/v1, kind: CronJob, metadata: {name: j}, spec: {schedule: often, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}} | spec.schedule
            """)
    void refusesWhatCanNotWorkAndNamesTheField(String yaml, String field) {
        var failure = catchThrowableOfType(
                KubernetesClientException.class,
                () -> client.resource(object(yaml)).inNamespace("default").create());

        assertThat(failure).isNotNull();
        assertThat(failure.getStatus().getDetails().getCauses())
                .extracting("field")
                .contains(field);
    }

    @Test
    void givesEachServiceAnAddressOfItsRangeAndKeepsIt() {
        String yaml = "{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {ports: [{port: 80}]}}";
        var first = client.services()
                .inNamespace("default")
                .resource(service(yaml.formatted("first")))
                .create();
        var second = client.services()
                .inNamespace("default")
                .resource(service(yaml.formatted("second")))
                .create();

        assertThat(first.getSpec().getClusterIP())
                .startsWith("127.96.")
                .isNotEqualTo(second.getSpec().getClusterIP());
        assertThat(client.services()
                        .inNamespace("default")
                        .resource(service(yaml.formatted("first").replace("80", "81")))
                        .update()
                        .getSpec()
                        .getClusterIP())
                .isEqualTo(first.getSpec().getClusterIP());
    }

    private static Service service(String yaml) {
        return (Service) object(yaml);
    }
}
