import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * Plain HTTP on loopback that says the same to everybody: what an edge stands in front of while it is measured or tried out. The port is the
 * one argument, or that of MCP_PROXY_PORT, as for an original.
 */
public final class Hello {

    private static final byte[] BODY = "{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8);

    private Hello() {}

    public static void main(String[] arguments) throws IOException {
        String port = arguments.length > 0 ? arguments[0] : System.getenv("MCP_PROXY_PORT");
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        HttpServer server = HttpServer.create(address, 4096);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, BODY.length);
            try (exchange) {
                exchange.getResponseBody().write(BODY);
            }
        });
        server.start();
    }
}
