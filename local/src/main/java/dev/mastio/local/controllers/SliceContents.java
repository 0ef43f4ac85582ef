package dev.mastio.local.controllers;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The EndpointSlices that a Service should have: one for each set of port numbers, because a port that is named may have
 * another number in each pod.
 */
final class SliceContents {

    static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String MANAGER = "endpointslice-controller.k8s.io";

    private SliceContents() {}

    static List<EndpointSlice> of(Service service, List<Pod> pods) {
        Map<String, String> selector = service.getSpec().getSelector();
        if (selector == null
                || selector.isEmpty()
                || "ExternalName".equals(service.getSpec().getType())) {
            return List.of();
        }
        Map<String, List<Pod>> byPorts = pods.stream()
                .filter(pod -> pod.getMetadata().getLabels() != null)
                .filter(pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .filter(pod -> !PodFacts.hasEnded(pod))
                .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .collect(Collectors.groupingBy(pod -> signature(service, pod), TreeMap::new, Collectors.toList()));
        return byPorts.values().stream().map(group -> slice(service, group)).toList();
    }

    private static String signature(Service service, Pod pod) {
        return ports(service, pod).stream()
                .map(port -> port.getName() + "-" + port.getPort())
                .collect(Collectors.joining("-"));
    }

    private static EndpointSlice slice(Service service, List<Pod> pods) {
        String hash =
                Integer.toString(Math.abs(signature(service, pods.getFirst()).hashCode() % 60466176), 36);
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(service.getMetadata().getName() + "-" + hash)
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(service.getMetadata().getLabels())
                .addToLabels(SERVICE_NAME, service.getMetadata().getName())
                .addToLabels(MANAGED_BY, MANAGER)
                .withOwnerReferences(PodFacts.controlledBy(service))
                .endMetadata()
                .withAddressType("IPv4")
                .withEndpoints(pods.stream().map(pod -> endpoint(service, pod)).toList())
                .withPorts(ports(service, pods.getFirst()))
                .build();
    }

    private static Endpoint endpoint(Service service, Pod pod) {
        boolean serving =
                PodFacts.isReady(pod) || Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        boolean leaving = PodFacts.isLeaving(pod);
        return new EndpointBuilder()
                .withAddresses(pod.getStatus().getPodIP())
                .withNodeName(pod.getSpec().getNodeName())
                .withNewConditions()
                .withReady(serving && !leaving)
                .withServing(serving)
                .withTerminating(leaving)
                .endConditions()
                .withTargetRef(new ObjectReferenceBuilder()
                        .withKind("Pod")
                        .withName(pod.getMetadata().getName())
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withUid(pod.getMetadata().getUid())
                        .build())
                .build();
    }

    private static List<EndpointPort> ports(Service service, Pod pod) {
        return service.getSpec().getPorts().stream()
                .flatMap(port -> target(port, pod).stream()
                        .map(number -> new EndpointPortBuilder()
                                .withName(port.getName() == null ? "" : port.getName())
                                .withProtocol(port.getProtocol() == null ? "TCP" : port.getProtocol())
                                .withPort(number)
                                .withAppProtocol(port.getAppProtocol())
                                .build()))
                .toList();
    }

    private static Optional<Integer> target(ServicePort port, Pod pod) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return Optional.of(port.getPort());
        }
        return target.getIntVal() != null
                ? Optional.of(target.getIntVal())
                : pod.getSpec().getContainers().stream()
                        .flatMap(container -> container.getPorts().stream())
                        .filter(candidate -> target.getStrVal().equals(candidate.getName()))
                        .map(ContainerPort::getContainerPort)
                        .findFirst();
    }
}
