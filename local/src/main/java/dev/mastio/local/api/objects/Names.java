package dev.mastio.local.api.objects;

import dev.mastio.local.api.kinds.Kind;
import dev.mastio.local.api.wire.Cause;
import java.util.Optional;
import java.util.regex.Pattern;

/** What objects may be called; most names must fit into a host name, for they end up in one. */
final class Names {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern NAMESPACE = Pattern.compile(LABEL);
    private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern PATH_SEGMENT = Pattern.compile("(?!\\.{1,2}$)[^/%]+");

    private Names() {}

    static Optional<Cause> check(Kind kind, String name) {
        if (kind.group().equals("rbac.authorization.k8s.io")) return check(name, PATH_SEGMENT, 253);
        if (kind.is("Service")) return check(name, SERVICE, 63);
        return kind.is("Namespace") ? check(name, NAMESPACE, 63) : check(name, SUBDOMAIN, 253);
    }

    private static Optional<Cause> check(String name, Pattern pattern, int longest) {
        if (pattern.matcher(name).matches() && name.length() <= longest) return Optional.empty();
        String detail = "must match '" + pattern + "' and have at most " + longest + " characters";
        return Optional.of(Cause.invalid("metadata.name", "\"" + name + "\"", detail));
    }
}
