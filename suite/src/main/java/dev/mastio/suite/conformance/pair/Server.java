package dev.mastio.suite.conformance.pair;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One of the two servers, as its clients see it.
 *
 * @param name what reports call it
 */
public record Server(String name, Api api, Terminal terminal) implements AutoCloseable {

    static Server at(String name, Path kubeconfig, Path kubectl, Path home) throws IOException {
        return new Server(name, Api.of(kubeconfig), new Terminal(kubectl, kubeconfig, home));
    }

    @Override
    public void close() {
        api.close();
    }
}
