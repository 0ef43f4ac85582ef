package dev.mastio.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("a process that another test starts holds our closed sockets open until it is another program")
class BalancerTest {

    /** Below the range that free ports come from; nothing listens there. */
    private static final InetSocketAddress GONE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final Balancer balancer = new Balancer();
    private final List<Echo> servers = new ArrayList<>();
    private InetSocketAddress front = new InetSocketAddress(0);

    @BeforeEach
    void choosePort() throws IOException {
        // An address of its own: on theirs an echo could come to listen at the same port.
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 98, 0, 1}))) {
            front = new InetSocketAddress(free.getInetAddress(), free.getLocalPort());
        }
    }

    @AfterEach
    void close() throws IOException {
        balancer.close();
        for (Echo server : servers) {
            server.close();
        }
    }

    @Test
    void goesRoundTheTargets() throws IOException {
        balancer.route(front, List.of(echo('a'), echo('b'), echo('c')));

        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            answers.append(ask());
        }

        assertThat(answers).hasToString("abcabc");
    }

    @Test
    void refusesAtOnceWhenThereIsNoTarget() throws IOException {
        balancer.route(front, List.of(echo('a')));
        balancer.route(front, List.of());

        assertThatThrownBy(this::ask).isInstanceOf(ConnectException.class);
    }

    @Test
    void takesTheNextTargetWhenOneRefuses() throws IOException {
        balancer.route(front, List.of(GONE, echo('a')));

        assertThat(ask()).isEqualTo('a');
    }

    @Test
    void resetsWhenAllTargetsRefuse() throws IOException {
        balancer.route(front, List.of(GONE));

        assertThatThrownBy(this::ask).isInstanceOf(SocketException.class);
    }

    @Test
    void resetsAClientForWhichNoDescriptorIsLeft() throws Exception {
        try (CrowdedBalancer crowded = CrowdedBalancer.before(GONE);
                Socket client = crowded.connectWhenItMayOpen(1)) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void waitsWithoutWorkUntilThereIsADescriptorToAcceptWith() throws Exception {
        try (CrowdedBalancer crowded = CrowdedBalancer.before(echo('a'));
                Socket client = crowded.connectWhenItMayOpen(0)) {
            Duration worked = crowded.workedIn(Duration.ofMillis(500));
            client.getOutputStream().write('?');

            crowded.mayOpen(10);

            assertThat(client.getInputStream().read()).isEqualTo('a');
            assertThat(worked).isLessThan(Duration.ofMillis(100));
            assertThat(crowded.said()).containsOnlyOnce("cannot accept connections");
        }
    }

    @Test
    void keepsConnectionsToATargetThatIsTakenOut() throws IOException {
        balancer.route(front, List.of(echo('a')));
        try (Socket open = new Socket(front.getAddress(), front.getPort())) {
            open.getOutputStream().write('1');
            assertThat(open.getInputStream().read()).isEqualTo('a');
            balancer.route(front, List.of(echo('b')));

            open.getOutputStream().write('2');

            assertThat(open.getInputStream().read()).isEqualTo('1');
            assertThat(ask()).isEqualTo('b');
        }
    }

    @Test
    void carriesMoreThanAnyBufferHoldsAndTheEndOfEachDirectionApart() throws Exception {
        byte[] sent = new byte[20_000_000];
        new Random(1).nextBytes(sent);
        balancer.route(front, List.of(echo('a')));
        try (Socket socket = new Socket(front.getAddress(), front.getPort())) {
            Thread writer = Thread.ofVirtual().start(() -> writeAndFinish(socket, sent));

            byte[] received = socket.getInputStream().readAllBytes();

            writer.join();
            assertThat(received).hasSize(sent.length + 1).startsWith('a').endsWith(sent[sent.length - 1]);
        }
    }

    @Test
    void saysWhyAnAddressCannotBeOpened() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());

            assertThat(balancer.route(address, List.of(echo('a')))).contains("cannot listen on 127.0.0.1:");
        }
    }

    private char ask() throws IOException {
        try (Socket socket = new Socket(front.getAddress(), front.getPort())) {
            socket.getOutputStream().write('?');
            return (char) socket.getInputStream().read();
        }
    }

    private static void writeAndFinish(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private InetSocketAddress echo(char name) throws IOException {
        Echo server = new Echo(name);
        servers.add(server);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.socket.getLocalPort());
    }

    /** Says its name, then all that it hears. */
    private static final class Echo implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final char name;

        Echo(char name) throws IOException {
            this.name = name;
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    Thread.ofVirtual().start(() -> answer(client));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void answer(Socket client) {
            try (client;
                    InputStream in = client.getInputStream()) {
                int first = in.read();
                if (first >= 0) {
                    client.getOutputStream().write(name);
                    client.getOutputStream().write(first);
                    in.transferTo(client.getOutputStream());
                }
            } catch (IOException gone) {
                return;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
