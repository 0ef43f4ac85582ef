package dev.mastio.proxy.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The fields of a form as browsers post it. */
public final class FormBody {

    /** Ours have four. Each takes up to fifty times its bytes in the heap. */
    private static final int MAX_FIELDS = 100;

    private final Map<String, String> fields;

    private FormBody(Map<String, String> fields) {
        this.fields = fields;
    }

    /**
     * The body's fields; of those given twice the first.
     *
     * @throws Refusal with status 400 if it is no such form
     */
    public static FormBody of(byte[] body) throws Refusal {
        Map<String, String> fields = new HashMap<>();
        try {
            String[] pairs = new String(body, StandardCharsets.US_ASCII).split("&", MAX_FIELDS + 1);
            if (pairs.length > MAX_FIELDS) {
                throw new IllegalArgumentException("so many fields");
            }
            for (String pair : pairs) {
                String[] nameAndValue = pair.split("=", 2);
                fields.putIfAbsent(decoded(nameAndValue[0]), nameAndValue.length == 2 ? decoded(nameAndValue[1]) : "");
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "There was an error parsing the body");
        }
        return new FormBody(fields);
    }

    /** That field, empty if it was not given. */
    public String text(String name) {
        return fields.getOrDefault(name, "").strip();
    }

    /** That field as it was typed, as passwords must be taken. */
    public String verbatim(String name) {
        return fields.getOrDefault(name, "");
    }

    /** That field's parts between commas. */
    public List<String> list(String name) {
        return Stream.of(text(name).split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
