package dev.mastio.local.controllers;

import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Publishes which pods stand behind each Service and whether they take requests. */
final class EndpointSlices implements Controller {

    private final Mirrors mirrors;
    private final Loop loop = new Loop("endpointslices", 2, this::reconcile);

    EndpointSlices(Mirrors mirrors) {
        this.mirrors = mirrors;
        Triggers.onEach(mirrors.services(), loop);
        Triggers.onOwned(mirrors.slices(), "Service", loop);
        mirrors.pods().onChange((old, now) -> {
            wakeServicesOf(old);
            wakeServicesOf(now);
        });
    }

    private void wakeServicesOf(@Nullable Pod pod) {
        if (pod == null || pod.getMetadata().getLabels() == null) {
            return;
        }
        mirrors.services().inNamespace(pod.getMetadata().getNamespace()).stream()
                .filter(service -> selects(service, pod.getMetadata().getLabels()))
                .forEach(service -> loop.add(Key.of(service)));
    }

    private static boolean selects(Service service, Map<String, String> labels) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector != null && !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    private Optional<Duration> reconcile(Key key) {
        Service service = mirrors.services().get(key);
        if (service == null || PodFacts.isLeaving(service)) {
            return Optional.empty();
        }
        List<EndpointSlice> wanted = SliceContents.of(service, mirrors.pods().inNamespace(key.namespace()));
        wanted.forEach(this::publish);
        mirrors.slices().ownedBy(service.getMetadata().getUid()).stream()
                .filter(slice ->
                        wanted.stream().noneMatch(other -> Key.of(other).equals(Key.of(slice))))
                .forEach(mirrors.slices()::delete);
        return Optional.empty();
    }

    private void publish(EndpointSlice wanted) {
        EndpointSlice known = mirrors.slices().get(Key.of(wanted));
        if (known == null) {
            mirrors.slices().create(wanted);
        } else if (!known.getEndpoints().equals(wanted.getEndpoints())
                || !known.getPorts().equals(wanted.getPorts())) {
            mirrors.slices()
                    .update(new EndpointSliceBuilder(known)
                            .withEndpoints(wanted.getEndpoints())
                            .withPorts(wanted.getPorts())
                            .build());
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
