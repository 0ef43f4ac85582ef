package dev.mastio.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocket;

/** HTTP/1.1 over one TLS connection whose ends are known, so that it can be told which system calls are its answers. */
final class OneConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SSLSocket socket;
    private final BufferedReader answers;

    OneConnection(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    private OneConnection(InetAddress own, int port) throws IOException {
        socket = (SSLSocket) Clients.trustingAnyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port, own, 0);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /** From that address of this machine. */
    static OneConnection from(String own, int port) throws IOException {
        return new OneConnection(InetAddress.getByName(own), port);
    }

    /** Gets that path: the status of the answer. */
    int get(String path, Map<String, String> headers) throws IOException {
        return exchange("GET", path, headers, "");
    }

    /** Posts nothing to that path: the status of the answer. */
    int post(String path) throws IOException {
        return exchange("POST", path, Map.of(), "");
    }

    /** Sends that call: the status of the answer. */
    int post(LoggedInAgent.Call call) throws IOException {
        return exchange("POST", LoggedInAgent.Call.PATH, call.headers(), call.body());
    }

    private int exchange(String method, String path, Map<String, String> headers, String body) throws IOException {
        StringBuilder request = new StringBuilder("%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n".formatted(method, path));
        headers.forEach((name, value) -> request.append("%s: %s\r\n".formatted(name, value)));
        request.append("Content-Length: %d\r\n\r\n%s".formatted(body.length(), body));
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
        int status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String[] parts = header.split(": *", 2);
            if (parts[0].equalsIgnoreCase("Content-Length")) {
                length = Integer.parseInt(parts[1]);
            }
        }
        for (int i = 0; i < length; i++) {
            answers.read();
        }
        return status;
    }

    /** Whether {@code strace} names the server's end of it so. */
    boolean isServersEnd(String socketName) {
        return socketName.contains(":%d->".formatted(socket.getPort()))
                && socketName.endsWith(":%d]".formatted(socket.getLocalPort()));
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the server ended the connection");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
