package dev.mastio.local.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/** A balancer in a process of its own, which may open only so many files: a connection that is accepted is one, and so is that to a target. */
final class CrowdedBalancer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final String ANSWER = "> ";

    private final Process process;
    private final BufferedReader heard;
    private final BufferedWriter told;
    private final StringBuilder said = new StringBuilder();

    private CrowdedBalancer(Process process) {
        this.process = process;
        heard = process.inputReader(UTF_8);
        told = process.outputWriter(UTF_8);
    }

    static CrowdedBalancer before(InetSocketAddress target) throws IOException {
        return new CrowdedBalancer(new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -n 256 && exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrowdedBalancer.class.getName(),
                        Integer.toString(target.getPort()))
                .redirectErrorStream(true)
                .start());
    }

    Socket connectWhenItMayOpen(int files) throws IOException {
        long port = mayOpen(files);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), Math.toIntExact(port));
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    /** From now on it may open that many more; its port. */
    long mayOpen(int files) throws IOException {
        return ask("open " + files);
    }

    /** How long its thread was on a processor in that time. */
    Duration workedIn(Duration time) throws IOException {
        return Duration.ofNanos(ask("work " + time.toMillis()));
    }

    /** All that its process has said so far. */
    String said() {
        return said.toString();
    }

    private long ask(String question) throws IOException {
        told.write(question + "\n");
        told.flush();
        for (String line = heard.readLine(); line != null; line = heard.readLine()) {
            if (line.startsWith(ANSWER)) {
                return Long.parseLong(line.substring(ANSWER.length()));
            }
            said.append(line).append('\n');
        }
        throw new IOException("it has ended: " + said);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process. */
    public static void main(String[] arguments) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetSocketAddress front = free(here);
        try (Balancer balancer = new Balancer()) {
            List<InetSocketAddress> target = List.of(new InetSocketAddress(here, Integer.parseInt(arguments[0])));
            Inside inside = new Inside(front);
            balancer.route(front, target);
            inside.warmUp();
            // Taking the route away makes the balancer's thread let go of what it has closed.
            balancer.route(front, List.of());
            balancer.route(front, target);
            inside.serve();
        }
    }

    private static InetSocketAddress free(InetAddress here) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, here)) {
            return new InetSocketAddress(here, free.getLocalPort());
        }
    }

    private static final class Inside {
        private final InetSocketAddress front;
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final Deque<InputStream> taken = new ArrayDeque<>();

        Inside(InetSocketAddress front) {
            this.front = front;
        }

        void serve() throws IOException {
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                int number = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
                System.out.println(ANSWER + (line.startsWith("open") ? leave(number) : work(number)));
            }
        }

        /** Once while there are enough: classes are files too. */
        void warmUp() throws IOException {
            LoggerFactory.getLogger(CrowdedBalancer.class).warn("the {}", "first line");
            work(1);
            try (Socket first = new Socket(front.getAddress(), front.getPort())) {
                first.getOutputStream().write('?');
                first.shutdownOutput();
                first.getInputStream().readAllBytes();
            } catch (SocketException reset) {
                System.out.println("nobody is behind it");
            }
        }

        /** Its port. */
        private long leave(int files) throws IOException {
            try {
                while (true) taken.add(new FileInputStream("/dev/null"));
            } catch (IOException none) {
                for (int i = 0; i < files; i++) {
                    taken.remove().close();
                }
            }
            return front.getPort();
        }

        /** Nanoseconds. */
        private long work(int millis) {
            long balancer = balancer();
            long before = threads.getThreadCpuTime(balancer);
            long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return threads.getThreadCpuTime(balancer) - before;
        }

        private long balancer() {
            for (long id : threads.getAllThreadIds()) {
                if (threads.getThreadInfo(id).getThreadName().equals("balancer")) {
                    return id;
                }
            }
            throw new AssertionError("no thread of that name");
        }
    }
}
