package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether this machine reaches the addresses of a cluster's Services; most clusters keep them to themselves. */
final class ServiceReach {

    private static final int MILLIS = 3000;

    private ServiceReach() {}

    /** Asks at the Service of the operator in that namespace. */
    static boolean isThere(KubernetesClient client, String namespace) {
        Service operator = client.services()
                .inNamespace(namespace)
                .withName(Installation.OPERATOR)
                .require();
        int port = operator.getSpec().getPorts().getFirst().getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(operator.getSpec().getClusterIP(), port), MILLIS);
            return true;
        } catch (IOException unreachable) {
            return false;
        }
    }
}
