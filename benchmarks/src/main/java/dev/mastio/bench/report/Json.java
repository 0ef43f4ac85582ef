package dev.mastio.bench.report;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and booleans as JSON. */
public final class Json {

    private final StringBuilder text = new StringBuilder();

    private final String step;

    private Json(String step) {
        this.step = step;
    }

    /** Indented, for people. */
    public static String of(@Nullable Object value) {
        Json json = new Json("  ");
        json.value(value, "\n");
        return json.text.append('\n').toString();
    }

    /** On one line, for where space is short. */
    public static String compact(@Nullable Object value) {
        Json json = new Json("");
        json.value(value, "");
        return json.text.toString();
    }

    private void value(@Nullable Object value, String indent) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> map(map, indent);
            case List<?> list -> list(list, indent);
            // JSON has no words for infinity and not-a-number.
            case Double number when !Double.isFinite(number) -> text.append("null");
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            case Object other -> quoted(other.toString());
        }
    }

    private void map(Map<?, ?> map, String indent) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            text.append(indent).append(step);
            quoted(String.valueOf(entry.getKey()));
            text.append(": ");
            value(entry.getValue(), indent + step);
            if (entries.hasNext()) text.append(',');
            else text.append(indent);
        }
        text.append('}');
    }

    private void list(List<?> list, String indent) {
        text.append('[');
        Iterator<?> items = list.iterator();
        while (items.hasNext()) {
            text.append(indent).append(step);
            value(items.next(), indent + step);
            if (items.hasNext()) text.append(',');
            else text.append(indent);
        }
        text.append(']');
    }

    private void quoted(String plain) {
        text.append('"');
        for (int i = 0; i < plain.length(); i++) {
            char letter = plain.charAt(i);
            switch (letter) {
                case '"', '\\' -> text.append('\\').append(letter);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (letter < ' ') text.append(String.format("\\u%04x", (int) letter));
                    else text.append(letter);
                }
            }
        }
        text.append('"');
    }
}
