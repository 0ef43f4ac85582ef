package dev.mastio.proxy.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.DirectMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What Conscrypt keeps outside the heap for a connection. It has a pipe for each, which stands for the rest here. */
@EnabledOnOs(OS.LINUX)
class EndedConnectionTest {

    private static final int CONNECTIONS = 20;
    private static final int RECORD = 16 * 1024;

    @Test
    void holdsNothing() throws Exception {
        ServerTls tls = ServerTls.of(ServerTlsTest.settings(Optional.empty()), Optional::empty, ClientTrust.inNobody());
        SSLContext context = tls.context();
        long before = pipes();
        List<SSLEngine> connections = new ArrayList<>();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            connections.add(TestHandshake.of(tls, context, "localhost").server());
        }
        assertThat(pipes()).isGreaterThanOrEqualTo(before + CONNECTIONS);

        for (SSLEngine connection : connections) {
            // As a channel that its client has reset leaves it: closed, and nobody to take the farewell.
            connection.closeInbound();
            connection.closeOutbound();
            tls.end(connection);
        }

        assertThat(pipes()).isLessThan(before + CONNECTIONS / 2);
        // The collector can't have been at work: they are still wanted.
        assertThat(connections).allMatch(SSLEngine::isOutboundDone);
    }

    /** Of its own: what it copies into it shares with all others. */
    @Test
    void hasNoBufferOutsideTheHeap() throws Exception {
        ServerTls tls = ServerTls.of(ServerTlsTest.settings(Optional.empty()), Optional::empty, ClientTrust.inNobody());
        SSLContext context = tls.context();
        tls.end(TestHandshake.of(tls, context, "localhost").server());
        long before = DirectMemory.bytes();
        List<SSLEngine> connections = new ArrayList<>();

        for (int connection = 0; connection < CONNECTIONS; connection++) {
            SSLEngine server = TestHandshake.of(tls, context, "localhost").server();
            tls.end(server);
            connections.add(server);
        }

        assertThat(DirectMemory.bytes() - before).isLessThan(CONNECTIONS / 2 * RECORD);
        // The collector can't have been at work: they are still wanted.
        assertThat(connections).allMatch(SSLEngine::isOutboundDone);
    }

    @Test
    void endsBeforeAHandshake() throws Exception {
        ServerTls tls = ServerTls.of(ServerTlsTest.settings(Optional.empty()), Optional::empty, ClientTrust.inNobody());
        SSLEngine connection = tls.context().createSSLEngine();
        connection.setUseClientMode(false);

        tls.end(connection);
        tls.end(connection);

        assertThat(connection.isOutboundDone()).isTrue();
    }

    private static long pipes() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(EndedConnectionTest::target)
                    .filter(target -> target.startsWith("pipe:"))
                    .count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "closed since";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
