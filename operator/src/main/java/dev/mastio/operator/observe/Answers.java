package dev.mastio.operator.observe;

/**
 * What a pod has answered to clients so far, but for routes whose answers wait for other servers.
 *
 * @param all answers, whatever they were
 * @param slow of those, how many took more than the 250 ms that a floor promises
 * @param failed of those, how many were server errors
 */
public record Answers(double all, double slow, double failed) {

    public static final Answers NONE = new Answers(0, 0, 0);
}
