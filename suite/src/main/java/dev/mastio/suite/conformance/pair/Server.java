package dev.mastio.suite.conformance.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /**
     * Makes an object, which must not be there yet.
     *
     * @param collection path of its siblings
     */
    public void create(String collection, JsonNode object) throws IOException, InterruptedException {
        ObjectNode reply = Action.Request.of("POST", collection, Action.Request.JSON, object)
                .at(this);
        if (reply.path("code").asInt() != 201)
            throw new IOException("the %s server made nothing of %s: %s".formatted(name, collection, reply));
    }

    public void createNamespace(String namespace) throws IOException, InterruptedException {
        ObjectNode object = Trees.object().put("apiVersion", "v1").put("kind", "Namespace");
        object.putObject("metadata").put("name", namespace);
        create("/api/v1/namespaces", object);
    }

    @Override
    public void close() {
        api.close();
    }
}
