package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What objects, labels and finalizers may be called, and what a real server says of what may not be. */
final class Names {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Form LABEL_FORM = new Form(
            63,
            LABEL,
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an"
                    + " alphanumeric character",
            "'my-name',  or '123-abc'");
    private static final Form SUBDOMAIN = new Form(
            253,
            LABEL + "(\\." + LABEL + ")*",
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with"
                    + " an alphanumeric character",
            "'example.com'");
    private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final Form LABEL_KEY = new Form(
            63,
            KEY,
            "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
            "'MyName',  or 'my.name',  or '123-abc'");
    private static final Form LABEL_VALUE = new Form(
            63,
            "(" + KEY + ")?",
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
                    + " an alphanumeric character",
            "'MyValue',  or 'my_value',  or '12345'");

    private Names() {}

    /** A form of text: its bounds and how it is explained. */
    private record Form(int longest, Pattern pattern, String explanation) {

        Form(int longest, String pattern, String explanation, String examples) {
            this(
                    longest,
                    Pattern.compile(pattern),
                    "%s (e.g. %s, regex used for validation is '%s')".formatted(explanation, examples, pattern));
        }

        List<String> breaches(String text) {
            List<String> breaches = new ArrayList<>();
            if (text.length() > longest) breaches.add("must be no more than " + longest + " bytes");
            if (!pattern.matcher(text).matches()) breaches.add(explanation);
            return List.copyOf(breaches);
        }
    }

    /** What is wrong with labels, be it of an object or of a selector: field names them all. */
    static List<Cause> checkLabels(JsonNode labels, String field) {
        List<Cause> causes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            String value = label.getValue().asText();
            for (String breach : qualified(label.getKey()))
                causes.add(Cause.invalid(field, TextNode.valueOf(label.getKey()), breach));
            for (String breach : labelValue(value)) causes.add(Cause.invalid(field, TextNode.valueOf(value), breach));
        }
        return causes;
    }

    /** What is wrong with labels and annotations, of an object or of those that it describes: path leads to both. */
    static List<Cause> checkMetadata(JsonNode metadata, String path) {
        List<Cause> causes = new ArrayList<>(checkLabels(metadata.path("labels"), path + ".labels"));
        causes.addAll(checkAnnotations(metadata.path("annotations"), path + ".annotations"));
        return List.copyOf(causes);
    }

    /** What is wrong with the keys of annotations, in which capitals are small letters; their values may be anything. */
    private static List<Cause> checkAnnotations(JsonNode annotations, String field) {
        List<Cause> causes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> annotation : annotations.properties())
            for (String breach : qualified(annotation.getKey().toLowerCase(Locale.ROOT)))
                causes.add(Cause.invalid(field, TextNode.valueOf(annotation.getKey()), breach));
        return List.copyOf(causes);
    }

    /** What is wrong with a name, or with the beginning of one that is generated. */
    static List<Cause> check(Kind kind, String name, String field) {
        return breaches(kind, name).stream()
                .map(breach -> Cause.invalid(field, "\"" + name + "\"", breach))
                .toList();
    }

    private static List<String> breaches(Kind kind, String name) {
        if (kind.group().equals("rbac.authorization.k8s.io")) return pathSegment(name);
        if (!kind.is("Namespace") && !kind.is("Service")) return SUBDOMAIN.breaches(name);
        List<String> breaches = LABEL_FORM.breaches(name);
        boolean onlyDots = SUBDOMAIN.breaches(name).isEmpty() && breaches.contains(LABEL_FORM.explanation());
        return onlyDots ? List.of("must not contain dots") : breaches;
    }

    private static List<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) return List.of("may not be '" + name + "'");
        List<String> breaches = new ArrayList<>();
        for (String part : new String[] {"/", "%"})
            if (name.contains(part)) breaches.add("may not contain '" + part + "'");
        return List.copyOf(breaches);
    }

    static List<String> labelValue(String value) {
        return LABEL_VALUE.breaches(value);
    }

    /** A name that may have a domain before it: the key of a label or annotation, a finalizer. */
    static List<String> qualified(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length > 2)
            return List.of("a valid label key " + LABEL_KEY.explanation()
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        List<String> breaches = new ArrayList<>();
        if (parts.length == 2)
            for (String breach : parts[0].isEmpty() ? List.of("must be non-empty") : SUBDOMAIN.breaches(parts[0]))
                breaches.add("prefix part " + breach);
        String name = parts[parts.length - 1];
        if (name.isEmpty()) breaches.add("name part must be non-empty");
        for (String breach : LABEL_KEY.breaches(name)) breaches.add("name part " + breach);
        return List.copyOf(breaches);
    }
}
