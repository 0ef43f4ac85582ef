package dev.mastio.proxy.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.Clients;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What Conscrypt keeps outside the heap for a connection. It has a pipe for each, which stands for the rest here. */
@EnabledOnOs(OS.LINUX)
class EndedConnectionTest {

    private static final int CONNECTIONS = 20;

    @Test
    void holdsNothing() throws Exception {
        ServerTls tls = ServerTls.of(ServerTlsTest.settings(Optional.empty()), ClientTrust.inNobody());
        SSLContext context = tls.context();
        long before = pipes();
        List<SSLEngine> connections = new ArrayList<>();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            connections.add(handshaken(tls, context));
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

    @Test
    void endsBeforeAHandshake() throws Exception {
        ServerTls tls = ServerTls.of(ServerTlsTest.settings(Optional.empty()), ClientTrust.inNobody());
        SSLEngine connection = tls.context().createSSLEngine();
        connection.setUseClientMode(false);

        tls.end(connection);
        tls.end(connection);

        assertThat(connection.isOutboundDone()).isTrue();
    }

    private static SSLEngine handshaken(ServerTls tls, SSLContext context) throws SSLException {
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        tls.prepare(server, "http/1.1");
        SSLEngine client = Clients.trustingAnyone().createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        client.beginHandshake();
        server.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        for (int turn = 0; turn < 10; turn++) {
            pass(client, toServer, server);
            pass(server, toClient, client);
        }
        assertThat(server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        return server;
    }

    /** What the receiver does not take yet stays on the wire. */
    private static void pass(SSLEngine from, ByteBuffer wire, SSLEngine to) throws SSLException {
        ByteBuffer nothing = ByteBuffer.allocate(0);
        while (from.wrap(nothing, wire).bytesProduced() > 0) {}
        wire.flip();
        ByteBuffer plain = ByteBuffer.allocate(1 << 16);
        while (wire.hasRemaining() && to.unwrap(wire, plain).bytesConsumed() > 0) {
            runTasks(to);
        }
        wire.compact();
    }

    private static void runTasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
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
