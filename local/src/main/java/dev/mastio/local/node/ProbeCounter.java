package dev.mastio.local.node;

/**
 * The verdict of a probe: it changes when as many answers in a row say so as the threshold asks for.
 *
 * @param verdict true for success
 * @param last the last answer
 * @param run how many times in a row
 */
record ProbeCounter(int successThreshold, int failureThreshold, boolean verdict, boolean last, int run) {

    static ProbeCounter starting(int successThreshold, int failureThreshold, boolean verdict) {
        return new ProbeCounter(successThreshold, failureThreshold, verdict, verdict, 0);
    }

    ProbeCounter after(boolean answer) {
        int inARow = answer == last ? run + 1 : 1;
        boolean enough = inARow >= (answer ? successThreshold : failureThreshold);
        return new ProbeCounter(successThreshold, failureThreshold, enough ? answer : verdict, answer, inARow);
    }

    /** A failing answer has just reached its threshold or goes on beyond it. */
    boolean hasFailed() {
        return !verdict && !last && run >= failureThreshold;
    }

    boolean hasSucceeded() {
        return verdict && last && run >= successThreshold;
    }
}
