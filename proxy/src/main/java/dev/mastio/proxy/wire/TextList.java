package dev.mastio.proxy.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lists of texts as JSON text, which is how columns hold them. */
public final class TextList {

    private TextList() {}

    /** The JSON text. */
    public static String write(List<String> texts) {
        ArrayNode array = Json.object().arrayNode();
        texts.forEach(array::add);
        return Json.text(array);
    }

    /**
     * The list.
     *
     * @throws IllegalStateException if it is none: only what {@link #write} made should be in a column
     */
    public static List<String> read(String json) {
        try {
            List<String> texts = new ArrayList<>();
            for (JsonNode text : Json.read(json)) {
                texts.add(text.asText());
            }
            return List.copyOf(texts);
        } catch (IOException e) {
            throw new IllegalStateException("a column that should hold a list of texts does not", e);
        }
    }
}
