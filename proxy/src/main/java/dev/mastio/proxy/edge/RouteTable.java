package dev.mastio.proxy.edge;

import dev.mastio.proxy.wire.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the route of a path. Paths without parameters are looked up, the others are tried in the order given. */
final class RouteTable {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)(:path)?}");

    private final Map<String, List<Route>> exact = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();

    private record Template(Route route, Pattern pattern, List<String> names) {}

    /** What a path leads to. */
    sealed interface Found {
        /** A route, with the parameters of its template. */
        record Match(Route route, Map<String, String> parameters) implements Found {}

        /** The path exists, but not for this method. */
        record OtherMethods(Set<String> allowed) implements Found {}

        /** Nothing. */
        record Nothing() implements Found {}
    }

    RouteTable(List<Route> routes) {
        for (Route route : routes) {
            if (route.template().indexOf('{') < 0) {
                exact.computeIfAbsent(route.template(), path -> new ArrayList<>())
                        .add(route);
            } else {
                templates.add(template(route));
            }
        }
    }

    Found find(String method, String path) {
        // No name has one, and Postgres refuses every text that does.
        if (path.indexOf('\0') >= 0) {
            return new Found.Nothing();
        }
        Set<String> otherMethods = new LinkedHashSet<>();
        for (Route route : exact.getOrDefault(path, List.of())) {
            if (serves(route, method)) {
                return new Found.Match(route, Map.of());
            }
            otherMethods.add(route.method());
        }
        for (Template template : templates) {
            Optional<Map<String, String>> parameters = parameters(template, path);
            if (parameters.isPresent()) {
                if (serves(template.route, method)) {
                    return new Found.Match(template.route, parameters.get());
                }
                otherMethods.add(template.route.method());
            }
        }
        return otherMethods.isEmpty() ? new Found.Nothing() : new Found.OtherMethods(otherMethods);
    }

    private static boolean serves(Route route, String method) {
        return route.method().equals(method) || (route.method().equals("GET") && method.equals("HEAD"));
    }

    private static Optional<Map<String, String>> parameters(Template template, String path) {
        Matcher matcher = template.pattern.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (String name : template.names) {
            parameters.put(name, matcher.group(parameters.size() + 1));
        }
        return Optional.of(parameters);
    }

    private static Template template(Route route) {
        List<String> names = new ArrayList<>();
        StringBuilder pattern = new StringBuilder();
        Matcher matcher = PARAMETER.matcher(route.template());
        int end = 0;
        while (matcher.find()) {
            names.add(matcher.group(1));
            pattern.append(Pattern.quote(route.template().substring(end, matcher.start())))
                    .append(matcher.group(2) == null ? "([^/]+)" : "(.+)");
            end = matcher.end();
        }
        pattern.append(Pattern.quote(route.template().substring(end)));
        return new Template(route, Pattern.compile(pattern.toString()), List.copyOf(names));
    }
}
