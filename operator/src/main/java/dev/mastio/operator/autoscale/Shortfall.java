package dev.mastio.operator.autoscale;

/**
 * How far replicas that got no more than their floor fell short of what the floor promises: shares of the client requests of all
 * replicas, each the lowest of the last three short windows, so above 0 only if it lasts.
 *
 * @param shed refused to protect the rest
 * @param slow answered after more than 250 ms
 * @param failed answered with a server error
 */
public record Shortfall(double shed, double slow, double failed) {

    public static final Shortfall NONE = new Shortfall(0, 0, 0);
}
