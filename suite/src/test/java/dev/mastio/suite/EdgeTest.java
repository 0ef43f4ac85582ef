package dev.mastio.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mastio.api.MastioInstanceSpec;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An instance whose proxy is the edge of an original in the same pod. */
@ExtendWith(ClusterExtension.class)
class EdgeTest {

    private static final String FRONT = "front";

    @Test
    @ResourceLock(value = "operator", mode = ResourceAccessMode.READ)
    void anOriginalAnswersThroughTheProxyThatRunsBesideIt(TestNamespace namespace) throws Exception {
        assumeTrue(
                Backend.fromProperties() != Backend.current,
                "the stand-in for an original is an image for tests, which no registry has");
        namespace.create(FRONT, Serialization.unmarshal("""
                        hardwareClass: laptop
                        edge: {upstream: 'ghcr.io/mastio/original:stand-in', port: %d}
                        """.formatted(freePort()), MastioInstanceSpec.class));

        namespace.awaitReady(FRONT);

        Pod pod = namespace.proxyPods(FRONT).getFirst();
        assertThat(pod.getStatus().getContainerStatuses())
                .extracting(ContainerStatus::getName)
                .containsExactlyInAnyOrder("proxy", "original");
        assertThat(pod.getStatus().getContainerStatuses()).allSatisfy(container -> {
            assertThat(container.getReady()).isTrue();
            assertThat(container.getRestartCount()).isZero();
        });
        assertThat(TlsProbe.ofOwnCa(namespace, FRONT).get("/v1/whatever-originals-know"))
                .isEqualTo("{\"status\":\"ok\"}");
        assertThat(namespace
                        .client()
                        .secrets()
                        .inNamespace(namespace.name())
                        .withName(FRONT + "-pki")
                        .get())
                .as("an original makes its own Org Root")
                .isNull();
    }

    /** Pods of the embedded cluster have the machine's loopback address in common. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
