package dev.mastio.local.net;

import dev.mastio.local.loop.Key;
import dev.mastio.local.loop.Loop;
import dev.mastio.local.loop.Mirrors;
import dev.mastio.local.loop.Recorder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Puts the balancer behind the address of each Service, in front of the endpoints that are ready. */
public final class ServiceAddresses implements AutoCloseable {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final Mirrors mirrors;
    private final Recorder events;
    private final Balancer balancer = new Balancer();
    private final Map<Key, Set<InetSocketAddress>> open = new HashMap<>();
    private final Loop loop = new Loop("services", 1, this::reconcile);

    /** Starts it; addresses are those that the API has given out. */
    public ServiceAddresses(Mirrors mirrors, Recorder events) {
        this.mirrors = mirrors;
        this.events = events;
        mirrors.services().onChange((old, now) -> loop.add(Key.of(Objects.requireNonNull(now == null ? old : now))));
        mirrors.slices().onChange((old, now) -> {
            EndpointSlice slice = Objects.requireNonNull(now == null ? old : now);
            String service = slice.getMetadata().getLabels().get(SERVICE_NAME);
            if (service != null) {
                loop.add(Key.of(slice.getMetadata().getNamespace(), service));
            }
        });
    }

    /** The address of a Service that has one of its own. */
    public static Optional<String> address(Service service) {
        String address = service.getSpec().getClusterIP();
        return address == null || address.isEmpty() || address.equals("None") ? Optional.empty() : Optional.of(address);
    }

    private Optional<Duration> reconcile(Key key) {
        Service service = mirrors.services().get(key);
        Map<InetSocketAddress, List<InetSocketAddress>> routes = service == null ? Map.of() : routes(service);
        Set<InetSocketAddress> gone = new HashSet<>(open.getOrDefault(key, Set.of()));
        gone.removeAll(routes.keySet());
        gone.forEach(address -> balancer.route(address, List.of()));
        routes.forEach((address, targets) -> {
            String failure = balancer.route(address, targets);
            if (!failure.isEmpty() && service != null) {
                events.warning(service, "AddressNotOpened", failure);
            }
        });
        open.put(key, Set.copyOf(routes.keySet()));
        if (service == null) {
            open.remove(key);
        }
        return Optional.empty();
    }

    private Map<InetSocketAddress, List<InetSocketAddress>> routes(Service service) {
        Map<InetSocketAddress, List<InetSocketAddress>> routes = new HashMap<>();
        List<EndpointSlice> slices =
                mirrors.slices().ownedBy(service.getMetadata().getUid());
        address(service)
                .ifPresent(address -> service.getSpec().getPorts().forEach(port -> {
                    if (port.getProtocol() == null || port.getProtocol().equals("TCP")) {
                        routes.put(new InetSocketAddress(address, port.getPort()), targets(port, slices));
                    } else {
                        events.warning(service, "AddressNotOpened", "only TCP is balanced, not " + port.getProtocol());
                    }
                }));
        return routes;
    }

    private static List<InetSocketAddress> targets(ServicePort port, List<EndpointSlice> slices) {
        String name = port.getName() == null ? "" : port.getName();
        return slices.stream()
                .flatMap(slice -> slice.getPorts().stream()
                        .filter(candidate -> name.equals(candidate.getName() == null ? "" : candidate.getName()))
                        .map(EndpointPort::getPort)
                        .flatMap(number -> slice.getEndpoints().stream()
                                .filter(endpoint -> Boolean.TRUE.equals(
                                        endpoint.getConditions().getReady()))
                                .map(endpoint -> new InetSocketAddress(
                                        endpoint.getAddresses().getFirst(), number))))
                .toList();
    }

    @Override
    public void close() {
        loop.close();
        balancer.close();
    }
}
