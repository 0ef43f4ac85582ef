package dev.mastio.proxy;

import java.util.Map;
import java.util.Set;

/**
 * What the recorded SDK calls of services that this proxy does not have yet. It knows no such path and answers 404, as tests assert, so that a
 * path stays on this list no longer than its service is missing.
 */
final class LaterServices {

    private static final String MESSAGES = "agents' messages to each other";
    private static final String GATEWAY = "the AI gateway";

    private static final Map<String, String> ROUTES = Map.ofEntries(
            Map.entry("POST /v1/mcp", "tools by MCP"),
            Map.entry("POST /v1/llm/chat", GATEWAY),
            Map.entry("GET /v1/egress/models", GATEWAY),
            // Which the original, too, answers with 404, unless it is told to judge tools.
            Map.entry("POST /v1/policy/tool-call", "policies of tools"),
            Map.entry("GET /v1/egress/peers", MESSAGES),
            Map.entry("POST /v1/egress/resolve", MESSAGES),
            Map.entry("POST /v1/egress/message/send", MESSAGES),
            Map.entry("GET /v1/egress/message/inbox", MESSAGES),
            Map.entry("POST /v1/egress/sessions", MESSAGES),
            Map.entry("GET /v1/egress/sessions", MESSAGES),
            Map.entry("POST /v1/egress/send", MESSAGES),
            Map.entry("GET /v1/egress/messages/11111111-1111-4111-8111-111111111111", MESSAGES),
            // Which the original answers with 503 while it is the only one.
            Map.entry("GET /v1/federation/agents/search", "other organisations"));

    private LaterServices() {}

    /** By method and path. */
    static Set<String> routes() {
        return ROUTES.keySet();
    }

    static boolean have(String route) {
        return ROUTES.containsKey(route);
    }
}
