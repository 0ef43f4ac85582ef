package dev.mastio.local.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BalancerTest {

    private final Balancer balancer = new Balancer();
    private final List<Echo> servers = new ArrayList<>();
    private InetSocketAddress front = new InetSocketAddress(0);

    @BeforeEach
    void choosePort() throws IOException {
        front = free();
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
        InetSocketAddress gone = echo('x');
        servers.getFirst().close();
        balancer.route(front, List.of(gone, echo('a')));

        assertThat(ask()).isEqualTo('a');
    }

    @Test
    void resetsWhenAllTargetsRefuse() throws IOException {
        InetSocketAddress gone = echo('x');
        servers.getFirst().close();
        balancer.route(front, List.of(gone));

        assertThatThrownBy(this::ask).isInstanceOf(SocketException.class);
    }

    @Test
    void resetsAClientForWhichNoDescriptorIsLeft() throws Exception {
        Process crowded = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n 256 && exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Crowded.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = crowded.inputReader();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(said.readLine()))) {
            client.setSoTimeout(20_000);

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        } finally {
            crowded.destroyForcibly();
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

    private static InetSocketAddress free() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
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

    /** A balancer in a process of its own that may open one more file: the connection that it accepts, and none to a target. */
    static final class Crowded {
        private static final List<InputStream> TAKEN = new ArrayList<>();

        public static void main(String[] arguments) throws IOException {
            InetSocketAddress front = free();
            Balancer balancer = new Balancer();
            balancer.route(front, List.of(free()));
            // Once while there are enough: classes are files too.
            try (Socket first = new Socket(front.getAddress(), front.getPort())) {
                first.getInputStream().read();
            } catch (SocketException reset) {
                takeAllButOne();
            }
            System.out.println(front.getPort());
            System.in.read();
        }

        private static void takeAllButOne() throws IOException {
            try {
                while (true) TAKEN.add(new FileInputStream("/dev/null"));
            } catch (IOException none) {
                TAKEN.removeLast().close();
            }
        }
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
