package dev.mastio.local.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One question to a container; the answer says what is wrong, if anything. */
interface ProbeCheck {

    Optional<String> ask(Duration timeout);

    /** Runs a command in the container; the answer is what it said if it failed. */
    interface Exec {
        Optional<String> run(ExecAction action, Duration timeout);
    }

    static ProbeCheck of(Probe probe, Container container, String address, Exec exec) {
        HTTPGetAction http = probe.getHttpGet();
        TCPSocketAction tcp = probe.getTcpSocket();
        if (http != null) {
            String host = host(http.getHost(), address);
            return new HttpCheck(http, host, port(http.getPort(), container));
        } else if (tcp != null) {
            String host = host(tcp.getHost(), address);
            return timeout -> connect(host, port(tcp.getPort(), container), timeout);
        } else if (probe.getExec() != null) {
            return timeout -> exec.run(probe.getExec(), timeout);
        }
        throw new NotYet("a probe of container %s asks nothing".formatted(container.getName()));
    }

    private static String host(@Nullable String host, String address) {
        return host == null || host.isEmpty() ? address : host;
    }

    private static int port(IntOrString port, Container container) {
        return port.getIntVal() != null
                ? port.getIntVal()
                : container.getPorts().stream()
                        .filter(candidate -> port.getStrVal().equals(candidate.getName()))
                        .map(ContainerPort::getContainerPort)
                        .findFirst()
                        .orElseThrow(() -> new NotYet(
                                "container %s has no port named %s".formatted(container.getName(), port.getStrVal())));
    }

    private static Optional<String> connect(String host, int port, Duration timeout) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("dial tcp %s:%d: %s".formatted(host, port, e.getMessage()));
        }
    }
}
