package dev.mastio.operator.simulate;

import dev.mastio.operator.observe.Answers;

/**
 * How a pod answers: the proxy's bucket lets in twice the floor and at once four times as much, what is let in waits its turn, and
 * clients that have waited for ten seconds hang up.
 */
final class Service {
    private static final double OBJECTIVE_SECONDS = 0.25;
    private static final double PATIENCE_SECONDS = 10;

    private final double floor;
    private final double answersPerSecond;
    private final double fails;
    private double tokens;
    private double waiting;
    private double shed;
    private Answers answers = Answers.NONE;

    /**
     * One that has just started.
     *
     * @param floor that the bucket is sized by, requests per second
     * @param fails share of the answers that are server errors
     */
    Service(double floor, double answersPerSecond, double fails) {
        this.floor = floor;
        this.answersPerSecond = answersPerSecond;
        this.fails = fails;
        restart();
    }

    void restart() {
        tokens = 4 * floor;
        waiting = 0;
        shed = 0;
        answers = Answers.NONE;
    }

    void serve(double clients, double soaks, double seconds) {
        double arrived = clients + soaks;
        tokens = Math.min(4 * floor, tokens + 2 * floor * seconds);
        double let = Math.min(arrived, tokens);
        tokens -= let;
        waiting = Math.min(waiting + let, PATIENCE_SECONDS * answersPerSecond);
        double answered = Math.min(waiting, answersPerSecond * seconds);
        waiting -= answered;
        if (arrived > 0) count(arrived - let, answered, clients / arrived);
    }

    double shed() {
        return shed;
    }

    Answers answers() {
        return answers;
    }

    private void count(double refused, double answered, double clients) {
        boolean late = waiting / answersPerSecond > OBJECTIVE_SECONDS;
        shed += refused * clients;
        answers = new Answers(
                answers.all() + (refused + answered) * clients,
                answers.slow() + (late ? answered * clients : 0),
                answers.failed() + answered * clients * fails);
    }
}
