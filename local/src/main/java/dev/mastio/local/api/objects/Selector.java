package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.ApiFailure;
import dev.mastio.local.api.wire.Json;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Label and field selectors of a list or a watch. */
public final class Selector {
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(!=|==?)\\s*(.*)");
    private static final Pattern NOT_IN_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

    private final Predicate<JsonNode> predicate;
    private final boolean matchesAll;

    private Selector(Predicate<JsonNode> predicate, boolean matchesAll) {
        this.predicate = predicate;
        this.matchesAll = matchesAll;
    }

    public static Selector of(Kind kind, String labelSelector, String fieldSelector) {
        Predicate<JsonNode> all = object -> true;
        for (String term : terms(labelSelector)) all = all.and(label(term));
        for (String term : terms(fieldSelector)) all = all.and(field(kind, term));
        return new Selector(all, labelSelector.isEmpty() && fieldSelector.isEmpty());
    }

    public boolean matchesAll() {
        return matchesAll;
    }

    public boolean matches(JsonNode object) {
        return predicate.test(object);
    }

    private static List<String> terms(String selector) {
        return Stream.of(NOT_IN_PARENTHESES.split(selector))
                .map(String::strip)
                .filter(term -> !term.isEmpty())
                .toList();
    }

    private static Predicate<JsonNode> label(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            List<String> values =
                    Stream.of(set.group(3).split(",", -1)).map(String::strip).toList();
            return labelled(set.group(1), values::contains, set.group(2).equals("in"));
        }
        Matcher equality = EQUALITY.matcher(term);
        if (equality.matches() && !Names.labelValue(equality.group(3)).isEmpty())
            throw ApiFailure.badRequest(
                    "unable to parse requirement: \"" + equality.group(3) + "\" is no value of a label");
        if (equality.matches())
            return labelled(
                    equality.group(1),
                    equality.group(3)::equals,
                    !equality.group(2).equals("!="));
        if (!Names.qualified(term.startsWith("!") ? term.substring(1).strip() : term)
                .isEmpty()) throw ApiFailure.badRequest("unable to parse requirement: \"" + term + "\" names no label");
        return term.startsWith("!")
                ? labelled(term.substring(1).strip(), value -> true, false)
                : labelled(term, value -> true, true);
    }

    private static Predicate<JsonNode> labelled(String name, Predicate<String> value, boolean wanted) {
        return object -> {
            JsonNode label = Json.metadata(object).path("labels").get(name);
            return (label != null && value.test(label.asText())) == wanted;
        };
    }

    private static Predicate<JsonNode> field(Kind kind, String term) {
        Matcher equality = EQUALITY.matcher(term);
        if (!equality.matches())
            throw ApiFailure.badRequest("field selector \"" + term + "\" is not of the form field=value");
        String name = equality.group(1);
        if (!kind.selectable().contains(name) && !name.equals("metadata.name") && !name.equals("metadata.namespace"))
            throw ApiFailure.badRequest(
                    kind.custom() || !kind.selectable().isEmpty()
                            ? "field label not supported: " + name
                            : "\"" + name
                                    + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        String pointer = "/" + name.replace('.', '/');
        boolean wanted = !equality.group(2).equals("!=");
        return object -> object.at(pointer).asText("").equals(equality.group(3)) == wanted;
    }
}
