package dev.mastio.proxy.auth.principal;

import java.util.Optional;

/** Who somebody is within an organisation. */
public record PrincipalId(String org, Type type, String name) {

    private static final String SEPARATOR = "::";
    private static final String SPIFFE = "spiffe://";

    /** What kinds of principals there are. */
    public enum Type {
        AGENT("agent"),
        USER("user"),
        WORKLOAD("workload");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** As it is written in identifiers. */
        public String label() {
            return label;
        }

        static Optional<Type> labelled(String label) {
            for (Type type : values()) {
                if (type.label.equals(label)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    /** {@code org::name}, or {@code org::user::name} and {@code org::workload::name}; empty for anything else. */
    public static Optional<PrincipalId> parse(String id) {
        int first = id.indexOf(SEPARATOR);
        if (first < 0) {
            return Optional.empty();
        }
        String org = id.substring(0, first);
        String rest = id.substring(first + SEPARATOR.length());
        int second = rest.indexOf(SEPARATOR);
        if (second < 0) {
            return of(org, Type.AGENT, rest);
        }
        return Type.labelled(rest.substring(0, second))
                .filter(type -> type != Type.AGENT)
                .flatMap(type -> of(org, type, rest.substring(second + SEPARATOR.length())));
    }

    /** {@code spiffe://domain/org/name} or {@code spiffe://domain/org/type/name}; empty for anything else. */
    public static Optional<PrincipalId> parseSpiffe(String uri) {
        if (!uri.startsWith(SPIFFE)) {
            return Optional.empty();
        }
        String[] segments = uri.substring(SPIFFE.length()).split("/", -1);
        if (segments[0].isEmpty()) {
            return Optional.empty();
        }
        return switch (segments.length) {
            case 3 -> of(segments[1], Type.AGENT, segments[2]);
            case 4 -> Type.labelled(segments[2]).flatMap(type -> of(segments[1], type, segments[3]));
            default -> Optional.empty();
        };
    }

    /** A part that holds a separator, or what a URI would decode to one, could pass for somebody else's identifier. */
    private static Optional<PrincipalId> of(String org, Type type, String name) {
        return isPlain(org) && isPlain(name) ? Optional.of(new PrincipalId(org, type, name)) : Optional.empty();
    }

    private static boolean isPlain(String part) {
        return !part.isEmpty()
                && part.chars().allMatch(c -> c > ' ' && c < 0x7f && "/?#%\\\"".indexOf(c) < 0)
                && !part.contains(SEPARATOR)
                && !part.startsWith(":")
                && !part.endsWith(":");
    }

    /** As it is written in tokens, audit rows and the registry. */
    public String text() {
        return type == Type.AGENT ? org + SEPARATOR + name : org + SEPARATOR + type.label() + SEPARATOR + name;
    }
}
