package dev.mastio.local.controllers;

import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** All controllers of the cluster, running. */
public final class Controllers implements AutoCloseable {

    private final Recorder recorder;
    private final List<Controller> running;

    /**
     * Starts them.
     *
     * @param volumes the directory below which claims get their storage
     * @param caCertificate the API's certificate authority, PEM, published in every namespace
     */
    public Controllers(KubernetesClient client, Mirrors mirrors, Path volumes, String caCertificate, Clock clock) {
        recorder = new Recorder(client, "mastio-local-controllers");
        running = List.of(
                new Namespaces(mirrors, caCertificate),
                new Deployments(mirrors, recorder, clock),
                new ReplicaSets(mirrors, recorder, clock),
                new Jobs(mirrors, recorder, clock),
                new CronJobs(mirrors, recorder, clock),
                new EndpointSlices(mirrors),
                new Claims(mirrors, recorder, volumes));
    }

    @Override
    public void close() {
        running.forEach(Controller::close);
        recorder.close();
    }
}
