package dev.mastio.proxy.ingress;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request to run a tool.
 *
 * @param requestId the caller's own name for it
 */
public record ToolCall(String requestId, String tool, ObjectNode parameters) {}
