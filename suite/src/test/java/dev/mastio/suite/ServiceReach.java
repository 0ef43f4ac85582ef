package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Whether this machine reaches the addresses of a cluster's Services; most clusters keep them to themselves. */
final class ServiceReach {

    private static final int MILLIS = 3000;
    /** A test beside this one may just have ended the operator, which takes seconds to be back. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ServiceReach() {}

    /** Asks at the Service of the operator in that namespace. */
    static boolean isThere(KubernetesClient client, String namespace) throws InterruptedException {
        Service operator = client.services()
                .inNamespace(namespace)
                .withName(Installation.OPERATOR)
                .require();
        InetSocketAddress address = new InetSocketAddress(
                operator.getSpec().getClusterIP(),
                operator.getSpec().getPorts().getFirst().getPort());
        return Await.until(PATIENCE, () -> accepts(address));
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, MILLIS);
            return true;
        } catch (IOException unreachable) {
            return false;
        }
    }
}
