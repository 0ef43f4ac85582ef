package dev.mastio.local.api;

import static dev.mastio.local.api.Running.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DeletionTest {
    @AutoClose
    private static final Running running = Running.start(ApiConfig.defaults());

    private static final KubernetesClient client = running.client();

    private static Resource<ConfigMap> configMap(String name) {
        return client.configMaps().inNamespace("default").withName(name);
    }

    private static ConfigMap create(String name, String... finalizers) {
        return client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .withFinalizers(finalizers)
                        .endMetadata()
                        .build())
                .create();
    }

    private static ConfigMap createOwned(String name, ConfigMap owner, String... finalizers) {
        return client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .withFinalizers(finalizers)
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withBlockOwnerDeletion(true)
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create();
    }

    private static void release(String name) {
        configMap(name)
                .edit(object -> new ConfigMapBuilder(object)
                        .editMetadata()
                        .withFinalizers()
                        .endMetadata()
                        .build());
    }

    @Test
    void keepsAnObjectUntilItsLastFinalizerIsGone() {
        create("held", "test.mastio.dev/hold");

        configMap("held").delete();

        assertThat(configMap("held").get().getMetadata().getDeletionTimestamp()).isNotBlank();
        release("held");
        assertThat(configMap("held").get()).isNull();
    }

    @Test
    void deletesInTheForegroundOnlyAfterTheDependents() {
        createOwned("blocking", create("waits"), "test.mastio.dev/hold");

        configMap("waits").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();

        soon().untilAsserted(() -> assertThat(
                        configMap("blocking").get().getMetadata().getDeletionTimestamp())
                .isNotBlank());
        assertThat(configMap("waits").get().getMetadata().getFinalizers()).containsExactly("foregroundDeletion");
        release("blocking");
        soon().untilAsserted(() -> assertThat(configMap("waits").get()).isNull());
    }

    @Test
    void deletesDependentsOfDependents() {
        createOwned("grandchild", createOwned("child", create("root")));

        configMap("root").delete();

        soon().untilAsserted(() -> assertThat(configMap("grandchild").get()).isNull());
        assertThat(configMap("child").get()).isNull();
    }

    @Test
    void deletesAnObjectWhoseOwnerIsAlreadyGone() {
        ConfigMap owner = create("early");
        configMap("early").delete();

        createOwned("late", owner);

        soon().untilAsserted(() -> assertThat(configMap("late").get()).isNull());
    }

    @Test
    void leavesDependentsAloneIfAskedTo() {
        createOwned("orphaned", create("parent"));

        configMap("parent").withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

        soon().untilAsserted(() -> assertThat(configMap("parent").get()).isNull());
        assertThat(configMap("orphaned").get().getMetadata().getOwnerReferences())
                .isEmpty();
    }

    @Test
    void givesAPodOnANodeTimeToStop() {
        Resource<Pod> pod = client.pods().inNamespace("default").withName("stops");
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("stops")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node")
                        .addNewContainer()
                        .withName("main")
                        .withImage("a:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();

        pod.delete();
        assertThat(pod.get().getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);
        pod.withGracePeriod(0).delete();

        assertThat(pod.get()).isNull();
    }

    @Test
    void deletesTheObjectsOfADefinitionWithIt() {
        client.load(KubectlTest.class.getResourceAsStream("widget-crd.yaml")).create();
        var definition = client.apiextensions().v1().customResourceDefinitions().withName("widgets.test.mastio.dev");
        client.load(KubectlTest.class.getResourceAsStream("widget.yaml"))
                .inNamespace("default")
                .create();

        definition.delete();

        soon().untilAsserted(() -> assertThat(definition.get()).isNull());
        client.load(KubectlTest.class.getResourceAsStream("widget-crd.yaml")).create();
        assertThat(client.genericKubernetesResources("test.mastio.dev/v1", "Widget")
                        .inNamespace("default")
                        .list()
                        .getItems())
                .isEmpty();
    }
}
