package dev.mastio.bench.auth;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One client connection: a POST, its answer, the next POST. Opened again when the server has closed it. */
final class HttpsConnection implements AutoCloseable {

    private final URI server;
    private final SSLSocketFactory sockets;
    private @Nullable SSLSocket socket;
    private @Nullable InputStream in;

    HttpsConnection(URI server, SSLSocketFactory sockets) {
        this.server = server;
        this.sockets = sockets;
    }

    /** An answer. */
    record Answer(int status, String body) {}

    Answer post(String path, Map<String, String> headers, String body) throws IOException {
        StringBuilder head = new StringBuilder("POST ")
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(server.getAuthority());
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        byte[] bytes = head.append("\r\nContent-Type: application/json\r\nContent-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
        SSLSocket open = socket == null ? connect() : socket;
        open.getOutputStream().write(bytes);
        return answer();
    }

    private SSLSocket connect() throws IOException {
        SSLSocket fresh = (SSLSocket) sockets.createSocket(server.getHost(), server.getPort());
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(30_000);
        socket = fresh;
        in = new BufferedInputStream(fresh.getInputStream(), 16 * 1024);
        return fresh;
    }

    private Answer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean close = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            close |= lower.startsWith("connection:") && lower.contains("close");
        }
        byte[] body = stream().readNBytes(length);
        if (close) {
            close();
        }
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = stream().read(); c != '\n'; c = stream().read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private InputStream stream() throws IOException {
        InputStream open = in;
        if (open == null) {
            throw new IOException("not connected");
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        SSLSocket closing = socket;
        socket = null;
        in = null;
        if (closing != null) {
            closing.close();
        }
    }
}
