package dev.mastio.proxy.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON with one text for one value, so that whoever has the value can compute its hash: sorted keys, no spaces, ASCII only, numbers
 * with the fewest digits that tell them apart. It is what Python's {@code json.dumps} makes with sorted keys.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    public static String text(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /** An object without a tree: who makes it adds its fields in the order of their names, and leaves those out that have no value. */
    static final class Fields {

        private final StringBuilder out = new StringBuilder("{");

        Fields text(String name, @Nullable String value) {
            if (value != null) {
                name(name);
                quote(value, out);
            }
            return this;
        }

        Fields number(String name, @Nullable Double value) {
            if (value != null) {
                name(name);
                out.append(CanonicalJson.number(value));
            }
            return this;
        }

        String end() {
            return out.append('}').toString();
        }

        private void name(String name) {
            separate(out, '{');
            quote(name, out);
            out.append(':');
        }
    }

    private static void write(JsonNode value, StringBuilder out) {
        switch (value.getNodeType()) {
            case OBJECT -> {
                out.append('{');
                List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(value.properties());
                fields.sort(Map.Entry.comparingByKey(CanonicalJson::byCodePoints));
                for (Map.Entry<String, JsonNode> field : fields) {
                    separate(out, '{');
                    quote(field.getKey(), out);
                    out.append(':');
                    write(field.getValue(), out);
                }
                out.append('}');
            }
            case ARRAY -> {
                out.append('[');
                value.forEach(element -> {
                    separate(out, '[');
                    write(element, out);
                });
                out.append(']');
            }
            case STRING -> quote(value.textValue(), out);
            case NUMBER ->
                out.append(value.isIntegralNumber() ? value.bigIntegerValue().toString() : number(value.doubleValue()));
            case BOOLEAN, NULL -> out.append(value.asText());
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
        }
    }

    /** Which differs from the order of chars where surrogates are. */
    private static int byCodePoints(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length()) {
            int mine = one.codePointAt(at);
            int theirs = other.codePointAt(at);
            if (mine != theirs) {
                return Integer.compare(mine, theirs);
            }
            at += Character.charCount(mine);
        }
        return Integer.compare(one.length(), other.length());
    }

    private static void separate(StringBuilder out, char opening) {
        if (out.charAt(out.length() - 1) != opening) {
            out.append(',');
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                out.append(text, copied, i);
                escape(c, out);
                copied = i + 1;
            }
        }
        out.append(text, copied, text.length()).append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\f' -> out.append("\\f");
            case '\b' -> out.append("\\b");
            default -> {
                out.append("\\u");
                String hex = Integer.toHexString(c);
                out.repeat('0', 4 - hex.length()).append(hex);
            }
        }
    }

    private static String number(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("no JSON number: " + number);
        }
        return number == 0 ? (1 / number < 0 ? "-0.0" : "0.0") : nonZero(number);
    }

    private static String nonZero(double number) {
        BigDecimal shortest = fewestDigits(Math.abs(number));
        BigInteger digits = shortest.unscaledValue();
        String text = digits.toString();
        // Where the point is, counted from before the first digit.
        int point = text.length() - shortest.scale();
        String sign = number < 0 ? "-" : "";
        if (point > -4 && point <= 16) {
            String plain = shortest.toPlainString();
            return sign + (plain.contains(".") ? plain : plain + ".0");
        }
        String fraction = text.length() > 1 ? "." + text.substring(1) : "";
        int exponent = point - 1;
        return "%s%c%se%s%02d".formatted(sign, text.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static BigDecimal fewestDigits(double number) {
        BigDecimal digits = new BigDecimal(Double.toString(number));
        // Java writes at least two digits, also where one would do.
        BigDecimal one = digits.round(new MathContext(1));
        return (one.doubleValue() == number ? one : digits).stripTrailingZeros();
    }
}
