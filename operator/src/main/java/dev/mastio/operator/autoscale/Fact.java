package dev.mastio.operator.autoscale;

/**
 * One condition of an instance's status, as the autoscaler sees it.
 *
 * @param type type of the condition
 * @param status its status
 * @param reason its reason
 * @param message its message, with the numbers
 */
public record Fact(Type type, Truth status, FactReason reason, String message) {

    /** The conditions that the autoscaler knows about. */
    public enum Type {
        ScalingActive,
        AbleToScale,
        ScalingLimited,
        FloorMet
    }

    /** The status of a condition. */
    public enum Truth {
        True,
        False,
        Unknown
    }
}
