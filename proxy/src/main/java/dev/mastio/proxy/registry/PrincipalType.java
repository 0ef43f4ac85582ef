package dev.mastio.proxy.registry;

import java.util.Arrays;
import java.util.Optional;

/** The two kinds of principals that agents act for. */
public enum PrincipalType {
    USER("user", "local_user_principals", "surface"),
    WORKLOAD("workload", "local_workload_principals", "image_digest");

    private final String wire;
    private final String table;
    private final String extraColumn;

    PrincipalType(String wire, String table, String extraColumn) {
        this.wire = wire;
        this.table = table;
        this.extraColumn = extraColumn;
    }

    /** As ids and SPIFFE URIs have it. */
    public String wire() {
        return wire;
    }

    /** What {@link Principal#extra()} is called. */
    public String extraName() {
        return extraColumn;
    }

    String table() {
        return table;
    }

    /** The kind of the one with that id; empty for an agent's id. */
    public static Optional<PrincipalType> ofId(String id) {
        String[] parts = id.split("::", 3);
        return parts.length < 3
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(type -> type.wire.equals(parts[1]))
                        .findFirst();
    }

    /** The id of the one of this kind with that name. */
    public String id(String org, String name) {
        return org + "::" + wire + "::" + name;
    }
}
