package dev.mastio.proxy.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What was done.
 *
 * @param agentId whom it is about, or who did it when it is about nobody
 * @param action its name in the audit log, as {@code agent.create}
 * @param detail what else is worth knowing; never a secret
 */
public record Note(String agentId, String action, ObjectNode detail) {

    /** Whom administrators' doings are ascribed to. */
    public static final String ADMIN = "admin";
}
