package dev.mastio.proxy.edge.upstream;

/** Why there is no answer of the server behind. */
public enum Trouble {
    /** No connection came free in time: requests come faster than it answers them. */
    CROWDED,
    /** It takes no connections. */
    UNREACHABLE,
    /** It ended the connection, or sent what is no HTTP, before it answered. */
    BROKEN,
    /** It was silent for too long. */
    SILENT,
    /** Something went wrong here. */
    FAULT
}
