package dev.mastio.operator.instance.report;

/**
 * Something worth an event.
 *
 * @param reason one word in CamelCase
 * @param key what makes it the same news when it comes again; numbers that always differ stay out
 * @param message for people; never a secret
 */
public record News(Kind kind, String reason, String key, String message) {

    public static News normal(String reason, String message) {
        return new News(Kind.Normal, reason, message, message);
    }

    public static News warning(String reason, String message) {
        return new News(Kind.Warning, reason, message, message);
    }

    /** The same with another key. */
    public News keyed(String other) {
        return new News(kind, reason, other, message);
    }

    /** As Kubernetes knows them. */
    public enum Kind {
        Normal,
        Warning
    }
}
