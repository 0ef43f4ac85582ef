package dev.mastio.local.api;

import static dev.mastio.local.api.Running.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeptDataTest {
    @TempDir
    private Path directory;

    private static ConfigMap configMap(String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .addToData("key", value)
                .build();
    }

    private ApiConfig config() {
        return ApiConfig.defaults().withDataDirectory(directory);
    }

    @Test
    void servesAfterARestartWhatWasThereBefore() throws IOException {
        String token;
        try (Running first = Running.start(config())) {
            token = first.api().token();
            first.client().resource(configMap("kept", "1")).create();
            first.client().resource(configMap("gone", "1")).create();
            first.client().resource(configMap("kept", "2")).update();
            first.client().resource(configMap("gone", "1")).delete();
            first.client()
                    .load(KubectlTest.class.getResourceAsStream("widget-crd.yaml"))
                    .create();
        }

        try (Running second = Running.start(config())) {
            assertThat(second.api().token()).isEqualTo(token);
            assertThat(second.client()
                            .configMaps()
                            .inNamespace("default")
                            .list()
                            .getItems())
                    .singleElement()
                    .satisfies(kept -> assertThat(kept.getData()).containsEntry("key", "2"));
            assertThat(second.client()
                            .genericKubernetesResources("test.mastio.dev/v1", "Widget")
                            .list()
                            .getItems())
                    .isEmpty();
        }
    }

    static Stream<byte[]> ends() {
        byte[] accented = "[\"x\",\"é".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                "[\"configmaps.\",\"defau".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(accented, accented.length - 1));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void leavesOutALineThatAKillHasCutOff(byte[] cutOff) throws IOException {
        try (Running first = Running.start(config())) {
            first.client().resource(configMap("whole", "1")).create();
        }
        Files.write(directory.resolve("objects.journal"), cutOff, StandardOpenOption.APPEND);

        try (Running second = Running.start(config())) {
            assertThat(second.client()
                            .configMaps()
                            .inNamespace("default")
                            .list()
                            .getItems())
                    .hasSize(1);
        }
    }

    @Test
    void refusesASecondClusterInTheSameDirectory() {
        try (Running first = Running.start(config())) {
            assertThat(first.api().url()).isNotEmpty();
            assertThatThrownBy(() -> EmbeddedApi.start(config())).hasMessageContaining("another cluster uses");
        }
    }

    @Test
    void letsInformersGoOnAfterARestart() {
        Running first = Running.start(config());
        ApiConfig sameAddress = config().withPort(URI.create(first.api().url()).getPort());
        first.client().resource(configMap("before", "1")).create();
        KubernetesClient client = first.client();
        try (var informer = client.configMaps().inNamespace("default").inform()) {
            first.api().close();
            try (Running second = Running.start(sameAddress)) {
                second.client().resource(configMap("before", "2")).update();
                second.client().resource(configMap("after", "1")).create();

                soon().untilAsserted(() -> assertThat(informer.getStore().list())
                        .extracting(configMap -> configMap.getMetadata().getName() + " "
                                + configMap.getData().get("key"))
                        .containsExactlyInAnyOrder("before 2", "after 1"));
            }
        }
        client.close();
    }
}
