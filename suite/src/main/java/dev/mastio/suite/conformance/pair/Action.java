package dev.mastio.suite.conformance.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Something that is done to a server, and answered. */
public sealed interface Action {

    /** The reply as a tree: {@code code}, {@code warnings} and {@code body}, or {@code exit}, {@code out} and {@code err}. */
    ObjectNode at(Server server) throws IOException, InterruptedException;

    /** The same with its texts changed, such as by filling in what an earlier reply has told. */
    Action with(UnaryOperator<String> change);

    /**
     * A request by HTTP.
     *
     * @param contentType empty for none
     * @param body empty text for none
     */
    record Request(String method, String path, String contentType, String accept, JsonNode body) implements Action {

        public static final String JSON = "application/json";

        public static Request get(String path) {
            return new Request("GET", path, "", JSON, TextNode.valueOf(""));
        }

        public static Request delete(String path) {
            return new Request("DELETE", path, "", JSON, TextNode.valueOf(""));
        }

        public static Request of(String method, String path, String contentType, JsonNode body) {
            return new Request(method, path, contentType, JSON, body);
        }

        @Override
        public ObjectNode at(Server server) throws IOException, InterruptedException {
            return server.api().send(this);
        }

        @Override
        public Request with(UnaryOperator<String> change) {
            return new Request(method, change.apply(path), contentType, accept, Trees.mapTexts(body, change));
        }

        /** What is sent: a text as it is, all else as JSON. */
        String content() {
            return body.isTextual() ? body.asText() : body.toString();
        }
    }

    /** A {@code kubectl} command. */
    record Command(List<String> arguments, String input) implements Action {

        @Override
        public ObjectNode at(Server server) throws IOException, InterruptedException {
            return server.terminal().run(arguments, input);
        }

        @Override
        public Command with(UnaryOperator<String> change) {
            return new Command(arguments.stream().map(change).toList(), change.apply(input));
        }
    }
}
