package dev.mastio.bench.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One address of the target with the bytes of its requests, one a path, encoded once.
 *
 * @param requests read from the start each time, so they belong to one thread
 */
record Endpoint(String host, int port, InetSocketAddress address, List<ByteBuffer> requests) {

    static Endpoint of(URI base, Target target) {
        int port = base.getPort() > 0 ? base.getPort() : target.secure() ? 443 : 80;
        // getHost keeps the brackets of an IPv6 address, which belong to the URL only.
        String host = base.getHost().replaceAll("^\\[|]$", "");
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved())
            throw new IllegalArgumentException("host '" + host + "' of " + base + " cannot be resolved");
        return new Endpoint(
                host,
                port,
                address,
                target.paths().stream().map(path -> encode(base, path, target)).toList());
    }

    private static ByteBuffer encode(URI base, String path, Target target) {
        StringBuilder text =
                new StringBuilder("GET ").append(prefix(base)).append(path).append(" HTTP/1.1\r\n");
        boolean hostGiven = target.headers().keySet().stream().anyMatch("host"::equalsIgnoreCase);
        if (!hostGiven) text.append("Host: ").append(base.getRawAuthority()).append("\r\n");
        for (Map.Entry<String, String> header : target.headers().entrySet())
            text.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        byte[] bytes = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static String prefix(URI base) {
        String path = base.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
