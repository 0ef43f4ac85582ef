package dev.mastio.local;

import dev.mastio.local.files.FileTree;
import dev.mastio.local.node.Programs;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One cluster for all tests, and a namespace for each. */
public final class ClusterExtension implements BeforeEachCallback, AfterEachCallback {

    private static final Programs PROGRAMS = Programs.parse("""
            programs:
            - image: shell
              command: [/bin/sh, -c]
            - image: java
              command: ["${java.home}/bin/java"]
            - image: web
              command: [/bin/sh, -c]
              args: ["cd $HOME && echo $POD_NAME > name && exec ${java.home}/bin/jwebserver -b ${pod.ip} -p 8000 -d $HOME"]
            - image: nothing
              hollow: true
            """);

    private @Nullable Shared shared;
    private String namespace = "";

    /** Closed by JUnit after the last test. */
    private record Shared(LocalCluster cluster, KubernetesClient client, Path data) implements AutoCloseable {

        static Shared start() {
            try {
                Path data = Files.createTempDirectory("mastio-cluster-test-");
                LocalCluster cluster = LocalCluster.start(
                        ClusterOptions.defaults().withPrograms(PROGRAMS).withData(data));
                return new Shared(cluster, cluster.newClient(), data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            client.close();
            cluster.close();
            try {
                FileTree.delete(data);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        shared = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Shared.class, _ -> Shared.start(), Shared.class);
        namespace = "t-" + UUID.randomUUID().toString().substring(0, 8);
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        client().namespaces().withName(namespace).delete();
    }

    /** A client whose namespace is the test's. */
    public NamespacedKubernetesClient client() {
        return running().client().adapt(NamespacedKubernetesClient.class).inNamespace(namespace);
    }

    public String namespace() {
        return namespace;
    }

    public Path data() {
        return running().data();
    }

    /** Creates all objects of a YAML text in the test's namespace. */
    public void apply(String yaml) {
        client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(namespace)
                .create();
    }

    private Shared running() {
        return Objects.requireNonNull(shared, "used outside a test");
    }
}
