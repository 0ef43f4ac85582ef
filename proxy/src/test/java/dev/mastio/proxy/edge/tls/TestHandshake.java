package dev.mastio.proxy.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.Clients;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** Both ends of a connection that has shaken hands, without a network. */
record TestHandshake(SSLEngine server, SSLEngine client) {

    /** With a client that asks for that name. */
    static TestHandshake of(ServerTls tls, SSLContext context, String name) throws SSLException {
        SSLEngine client = Clients.trustingAnyone().createSSLEngine();
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        client.setSSLParameters(parameters);
        return of(tls, context, client);
    }

    /** With that client. */
    static TestHandshake of(ServerTls tls, SSLContext context, SSLEngine client) throws SSLException {
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        tls.prepare(server, "http/1.1");
        client.beginHandshake();
        server.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        for (int turn = 0; turn < 10; turn++) {
            pass(client, toServer, server);
            pass(server, toClient, client);
        }
        assertThat(server.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        return new TestHandshake(server, client);
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
}
