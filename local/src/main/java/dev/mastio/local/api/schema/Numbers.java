package dev.mastio.local.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Whole numbers are kept without a fraction, however they were written: 1.0 is 1. */
public final class Numbers {
    private static final double EXACT = 1L << 53;

    private Numbers() {}

    public static void normalise(JsonNode node) {
        if (node instanceof ObjectNode object)
            for (Map.Entry<String, JsonNode> field : object.properties()) field.setValue(whole(field.getValue()));
        else if (node instanceof ArrayNode array)
            for (int i = 0; i < array.size(); i++) array.set(i, whole(array.get(i)));
        node.forEach(Numbers::normalise);
    }

    private static JsonNode whole(JsonNode value) {
        if (!value.isFloatingPointNumber()) return value;
        double number = value.doubleValue();
        if (number != Math.rint(number) || Math.abs(number) > EXACT) return value;
        return Math.abs(number) <= Integer.MAX_VALUE ? IntNode.valueOf((int) number) : LongNode.valueOf((long) number);
    }
}
