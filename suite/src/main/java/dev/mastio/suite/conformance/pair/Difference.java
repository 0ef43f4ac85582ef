package dev.mastio.suite.conformance.pair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A place at which two trees differ.
 *
 * @param path JSON pointer
 */
public record Difference(String path, JsonNode embedded, JsonNode real) {

    /** All of them, each as deep in the trees as it goes; arrays of different length differ as a whole. */
    public static List<Difference> between(JsonNode embedded, JsonNode real) {
        List<Difference> found = new ArrayList<>();
        compare("", embedded, real, found);
        return found;
    }

    private static void compare(String path, JsonNode embedded, JsonNode real, List<Difference> found) {
        if (embedded.equals(real)) return;
        if (embedded.isObject() && real.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            embedded.fieldNames().forEachRemaining(names::add);
            real.fieldNames().forEachRemaining(names::add);
            for (String name : names)
                compare(
                        path + "/" + name.replace("~", "~0").replace("/", "~1"),
                        embedded.path(name),
                        real.path(name),
                        found);
        } else if (embedded.isArray() && real.isArray() && embedded.size() == real.size()) {
            for (int i = 0; i < real.size(); i++) compare(path + "/" + i, embedded.get(i), real.get(i), found);
        } else found.add(new Difference(path, embedded, real));
    }

    /** Whether it is that place, or within it. */
    public boolean isIn(String place) {
        return path.equals(place) || path.startsWith(place + "/");
    }

    @Override
    public String toString() {
        return "%s%n    embedded: %s%n    real:     %s".formatted(path, shown(embedded), shown(real));
    }

    private static String shown(JsonNode value) {
        return value instanceof MissingNode ? "absent" : value.toString();
    }
}
