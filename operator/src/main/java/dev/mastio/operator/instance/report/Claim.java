package dev.mastio.operator.instance.report;

/**
 * What a condition says now, before it is merged with what it said before.
 *
 * @param message for people; never a stack trace, never a secret, never a time (it would change the status each pass)
 */
public record Claim(ConditionType type, Truth status, String reason, String message) {

    private static final int LONGEST = 1024;

    public Claim {
        if (message.length() > LONGEST) message = message.substring(0, LONGEST - 1) + "…";
    }

    /** The status of a condition. */
    public enum Truth {
        True,
        False,
        Unknown
    }
}
