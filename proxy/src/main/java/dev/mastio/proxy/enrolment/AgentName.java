package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.wire.Refusal;
import java.util.regex.Pattern;

/**
 * The name of an agent within its organisation.
 *
 * @param text without the organisation
 */
public record AgentName(String text) {

    /** What administrators may choose; names become parts of ids, URIs and certificates. */
    public static final Pattern PATTERN = Pattern.compile("^(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,64}$");

    private static final String SEPARATOR = "::";

    /**
     * The name that was typed, with or without the organisation before it.
     *
     * @throws Refusal with status 400 if it belongs to another organisation or is no name
     */
    public static AgentName typed(String org, String typed) throws Refusal {
        String stripped = typed.strip();
        int at = stripped.indexOf(SEPARATOR);
        if (at >= 0 && !stripped.substring(0, at).equals(org)) {
            throw new Refusal(400, "agent_id belongs to another organisation");
        }
        String name = at < 0 ? stripped : stripped.substring(at + SEPARATOR.length());
        if (!PATTERN.matcher(name).matches()) {
            throw new Refusal(400, "agent_id must match " + PATTERN);
        }
        return new AgentName(name);
    }

    /** The id in that organisation. */
    public String id(String org) {
        return org + SEPARATOR + text;
    }
}
