package dev.mastio.operator.cluster;

import dev.mastio.api.HardwareClassSpec;
import dev.mastio.api.MastioHardwareClass;
import dev.mastio.local.api.ApiConfig;
import dev.mastio.local.api.EmbeddedApi;
import dev.mastio.operator.OperatorProcess;
import dev.mastio.operator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An API server with the CRDs and one hardware class. One for all tests; each test has namespaces of its own. */
final class TestCluster implements AutoCloseable {

    static final String CLASS = "standard-8";

    private static @Nullable TestCluster shared;

    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final EmbeddedApi api;
    private final KubernetesClient client;
    private final PretendedPods pods;

    private TestCluster() {
        api = startApi();
        client = new KubernetesClientBuilder().withConfig(config()).build();
        pods = new PretendedPods(client);
        for (String crd : new String[] {"mastioinstances", "mastiohardwareclasses"}) {
            client.load(read("../manifests/crds/" + crd + ".mastio.dev.yaml")).serverSideApply();
        }
        hardwareClass(CLASS, 8);
    }

    /** The one that tests share; it ends with the JVM. */
    static synchronized TestCluster shared() {
        if (shared == null) {
            TestCluster cluster = new TestCluster();
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
            shared = cluster;
        }
        return shared;
    }

    KubernetesClient client() {
        return client;
    }

    PretendedPods pods() {
        return pods;
    }

    FaultyApi faulty() {
        return new FaultyApi(api);
    }

    Path kubeconfig(Path folder) throws IOException {
        Path file = folder.resolve("kubeconfig");
        api.writeKubeconfig(file);
        return file;
    }

    Config config() {
        return Config.fromKubeconfig(api.kubeconfig());
    }

    /** Makes or changes a class. */
    void hardwareClass(String name, int cores) {
        MastioHardwareClass machine = new MastioHardwareClass();
        machine.setMetadata(new ObjectMetaBuilder().withName(name).build());
        machine.setSpec(new HardwareClassSpec(null, cores, new Quantity("8Gi"), null, null));
        client.resource(machine).serverSideApply();
    }

    String newNamespace() {
        String name = "test-" + NAMESPACES.incrementAndGet();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }

    /** An operator without election, for the given namespaces. */
    OperatorProcess operator(String... namespaces) {
        return operator(
                Map.of(
                        "MASTIO_OPERATOR_LEADER_ELECTION",
                        "false",
                        "MASTIO_OPERATOR_WATCH_NAMESPACES",
                        String.join(",", namespaces)),
                () -> {});
    }

    /** One that takes part in the election of that namespace, and serves it. */
    OperatorProcess candidate(String identity, String namespace, Runnable onLeadershipLost) {
        return operator(
                Map.of(
                        "MASTIO_OPERATOR_LEADER_ELECTION", "true",
                        "MASTIO_OPERATOR_LEASE_NAMESPACE", namespace,
                        "MASTIO_OPERATOR_IDENTITY", identity,
                        "MASTIO_OPERATOR_WATCH_NAMESPACES", namespace),
                onLeadershipLost);
    }

    OperatorProcess operator(Map<String, String> environment, Runnable onLeadershipLost) {
        return operator(environment, config(), onLeadershipLost);
    }

    OperatorProcess operator(Map<String, String> environment, Config cluster, Runnable onLeadershipLost) {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("MASTIO_OPERATOR_HOST", "127.0.0.1");
        complete.put("MASTIO_OPERATOR_PORT", "0");
        try {
            return OperatorProcess.start(OperatorConfig.from(complete), cluster, onLeadershipLost);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        pods.close();
        client.close();
        api.close();
    }

    private static EmbeddedApi startApi() {
        try {
            return EmbeddedApi.start(ApiConfig.defaults());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream read(String path) {
        try {
            return Files.newInputStream(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
