package dev.mastio.suite;

import dev.mastio.api.Api;
import dev.mastio.api.MastioInstance;
import dev.mastio.suite.hollow.HollowNamespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The operator as a process of its own on a cluster that has none.
 *
 * @param files where it lies
 * @param kubeconfig of an embedded cluster with the resource definitions and hardware classes, once it is started
 */
record LoneOperator(Distribution distribution, ProgramFiles files, Path kubeconfig) implements LoneProgram {

    private static final String NAMESPACE = "trained";
    private static final int INSTANCES = 6;

    private static final String CHANGE = """
            {"metadata": {"annotations": {"%s": "once"}},
             "spec": {"replicas": 2, "pod": {"annotations": {"trained": "once"}}}}
            """.formatted(Api.RUN_SOAK);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Override
    public LoneServer start(List<String> jvmOptions, Path state) throws IOException {
        String address = LoneServer.anyAddress();
        Map<String, String> environment = Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "MASTIO_OPERATOR_HOST",
                address,
                "MASTIO_OPERATOR_PORT",
                Integer.toString(LoneServer.OPS_PORT),
                "MASTIO_OPERATOR_LEASE_NAMESPACE",
                "default",
                // Pods of this image are hollow.
                "MASTIO_OPERATOR_IMAGE_TAG",
                "hollow");
        return LoneServer.start(files.command(jvmOptions), environment, address, "/health/ready", state);
    }

    /** Has instances made, scaled, given other pods, soaked and deleted. */
    @Override
    public void exercise(LoneServer server, Path state) throws IOException, InterruptedException {
        server.ask("/metrics");
        try (KubernetesClient client = Cluster.client(kubeconfig)) {
            HollowNamespace.create(client, NAMESPACE);
            List<Resource<MastioInstance>> instances = IntStream.rangeClosed(1, INSTANCES)
                    .mapToObj(number -> Instances.named(client, NAMESPACE, "trained-" + number))
                    .toList();
            for (int number = 1; number <= INSTANCES; number++)
                client.resource(manifest(number)).create();
            await("are ready", instances, instance -> Instances.isReady(instance.get()));
            instances.forEach(instance -> instance.patch(PatchContext.of(PatchType.JSON_MERGE), CHANGE));
            await("are as they were changed", instances, instance -> isChanged(instance.get()));
            instances.forEach(Resource::delete);
            await("are gone", instances, instance -> instance.get() == null);
        }
    }

    private static String manifest(int number) {
        return """
                apiVersion: mastio.dev/v1alpha1
                kind: MastioInstance
                metadata: {name: trained-%d, namespace: %s}
                spec:
                  hardwareClass: laptop
                  storage: {type: postgres, postgres: {secretName: %s}}
                  soak: {schedule: "0 3 29 2 *"}
                """.formatted(number, NAMESPACE, HollowNamespace.DATABASE);
    }

    private static boolean isChanged(MastioInstance instance) {
        return Instances.isReady(instance)
                && Optional.ofNullable(instance.getStatus().soak()).stream()
                        .anyMatch(soak -> !soak.runs().isEmpty());
    }

    private static void await(
            String what, List<Resource<MastioInstance>> instances, Predicate<Resource<MastioInstance>> condition)
            throws IOException, InterruptedException {
        if (!Await.until(PATIENCE, () -> instances.stream().allMatch(condition)))
            throw new IOException("not all instances %s after %d s".formatted(what, PATIENCE.toSeconds()));
    }

    @Override
    public Path jar() {
        return files.jar();
    }

    @Override
    public Path libraries() {
        return files.libraries();
    }

    @Override
    public Path cache() {
        return files.cache();
    }
}
