package dev.mastio.proxy.ops;

import java.util.Locale;

/** The family of a route. Metrics carry it instead of the path, which clients choose and which would grow without bound. */
public enum Family {
    HEALTH,
    AUTH,
    INGRESS,
    MCP,
    LLM,
    EGRESS,
    ENROLLMENT,
    ADMIN,
    PKI,
    OTHER;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
