package dev.mastio.bench.soak;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The replicas behind a Service, by its EndpointSlices. A replica that is not ready is one all the same: it will get load in a moment. */
record ServiceReplicas(KubernetesApi api, String namespace, String service, int opsPort) implements ReplicaSource {

    @Override
    public Replicas look() throws IOException {
        String path = "/apis/discovery.k8s.io/v1/namespaces/" + namespace
                + "/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3D" + service;
        KubernetesApi.Answer answer = api.get(path);
        if (answer.status() != 200)
            throw new IOException("the API server answered " + answer.status()
                    + " to a list of the EndpointSlices of Service " + service + ": "
                    + Tree.parse(answer.body()).at("message").text().orElse("no reason given"));
        try {
            return replicas(Tree.parse(answer.body()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the API server's list of EndpointSlices cannot be read: " + e.getMessage(), e);
        }
    }

    private Replicas replicas(Tree list) {
        List<Replica> replicas = new ArrayList<>();
        boolean settled = true;
        for (Tree endpoint : list.at("items")
                .items()
                .flatMap(slice -> slice.at("endpoints").items())
                .toList()) {
            Tree conditions = endpoint.at("conditions");
            if (conditions.at("terminating").isTrue()) {
                settled = false;
                continue;
            }
            settled &= conditions.at("ready").isTrue();
            replicas.add(replica(endpoint));
        }
        // An endpoint may stand in two slices for a moment while it moves from one to the other.
        List<Replica> once = replicas.stream()
                .distinct()
                .sorted(Comparator.comparing(Replica::name))
                .toList();
        return new Replicas(once, settled && !once.isEmpty());
    }

    private Replica replica(Tree endpoint) {
        String address = endpoint.at("addresses")
                .items()
                .findFirst()
                .flatMap(Tree::text)
                .orElseThrow(() -> new IllegalArgumentException("an endpoint without address"));
        String name = endpoint.at("targetRef", "name").text().orElse(address);
        String host = address.contains(":") ? "[" + address + "]" : address;
        return new Replica(
                name,
                endpoint.at("targetRef", "uid").text().orElse(name),
                URI.create("http://" + host + ":" + opsPort));
    }
}
