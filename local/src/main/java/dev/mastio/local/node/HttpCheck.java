package dev.mastio.local.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A GET on a connection of its own, as the kubelet does it: a pooled connection would ask the server that answered last
 * time. Only the status line is read.
 */
record HttpCheck(HTTPGetAction action, String host, int port) implements ProbeCheck {

    // The kubelet does not verify certificates either: the probe asks whether the process answers, not who it is.
    private static final SSLSocketFactory ANY_CERTIFICATE = anyCertificate();

    @Override
    public Optional<String> ask(Duration timeout) {
        try (Socket socket = new Socket()) {
            int millis = (int) timeout.toMillis();
            socket.connect(new InetSocketAddress(host, port), millis);
            socket.setSoTimeout(millis);
            return "HTTPS".equals(action.getScheme())
                    ? askOver(ANY_CERTIFICATE.createSocket(socket, host, port, true))
                    : askOver(socket);
        } catch (IOException e) {
            return Optional.of("Get \"%s\": %s".formatted(url(), e.getMessage()));
        }
    }

    private Optional<String> askOver(Socket socket) throws IOException {
        socket.getOutputStream().write(request().getBytes(ISO_8859_1));
        BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1), 256);
        String status = answer.readLine();
        if (status == null || !status.matches("HTTP/1\\.[01] \\d{3}.*")) {
            return Optional.of("Get \"%s\": no HTTP answer".formatted(url()));
        }
        int code = Integer.parseInt(status.substring(9, 12));
        return code >= 200 && code < 400 ? Optional.empty() : Optional.of("HTTP probe failed with statuscode: " + code);
    }

    private String request() {
        List<HTTPHeader> headers = action.getHttpHeaders() == null ? List.of() : action.getHttpHeaders();
        boolean ownHost = headers.stream().anyMatch(header -> header.getName().equalsIgnoreCase("Host"));
        return "GET " + path() + " HTTP/1.1\r\n"
                + (ownHost ? "" : "Host: " + host + ":" + port + "\r\n")
                + headers.stream()
                        .map(header -> header.getName() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining())
                + "User-Agent: kube-probe/1.32\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    }

    private String path() {
        String path = action.getPath() == null ? "" : action.getPath();
        return path.startsWith("/") ? path : "/" + path;
    }

    private String url() {
        return ("HTTPS".equals(action.getScheme()) ? "https://" : "http://") + host + ":" + port + path();
    }

    private static SSLSocketFactory anyCertificate() {
        TrustManager all = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {all}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS in this JDK", e);
        }
    }
}
