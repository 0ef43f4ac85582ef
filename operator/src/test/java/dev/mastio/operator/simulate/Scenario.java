package dev.mastio.operator.simulate;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A story of load and mishaps, and what may come of it.
 *
 * @param says the story in words
 * @param seconds how long it lasts
 * @param client requests per second of clients at a second
 * @param soak requests per second of a soak at a second
 * @param replicas at the beginning
 * @param startSeconds from the creation of a pod until it is ready
 * @param favour how many times its share of new connections the first pod gets
 * @param sustains what a pod really answers, as a share of its floor; what arrives faster has to wait
 * @param fails share of the answers that are server errors
 * @param mishaps what goes wrong
 * @param bounds what may come of it
 */
record Scenario(
        String name,
        String says,
        int seconds,
        DoubleUnaryOperator client,
        DoubleUnaryOperator soak,
        int replicas,
        int startSeconds,
        double favour,
        double sustains,
        double fails,
        List<Mishap> mishaps,
        Bounds bounds) {

    /**
     * What a scenario may come to.
     *
     * @param last replicas at the end
     * @param most replicas at any time
     * @param underFloor seconds in which clients ask for more than the ready replicas sustain
     */
    record Bounds(int last, int most, double underFloor) {}

    static Builder of(String name, String says, int seconds, DoubleUnaryOperator client) {
        return new Builder(name, says, seconds, client);
    }

    /** A scenario of one replica, quick starts, fair balancing and no mishaps, unless something else is said. */
    static final class Builder {
        private final String name;
        private final String says;
        private final int seconds;
        private final DoubleUnaryOperator client;
        private DoubleUnaryOperator soak = _ -> 0;
        private int replicas = 1;
        private int startSeconds = 3;
        private double favour = 1;
        private double sustains = 2;
        private double fails = 0;
        private List<Mishap> mishaps = List.of();

        private Builder(String name, String says, int seconds, DoubleUnaryOperator client) {
            this.name = name;
            this.says = says;
            this.seconds = seconds;
            this.client = client;
        }

        Builder from(int count) {
            replicas = count;
            return this;
        }

        Builder soaked(DoubleUnaryOperator rate) {
            soak = rate;
            return this;
        }

        Builder starting(int slowly) {
            startSeconds = slowly;
            return this;
        }

        Builder skewed(double times) {
            favour = times;
            return this;
        }

        Builder sustaining(double share) {
            sustains = share;
            return this;
        }

        Builder failing(double share) {
            fails = share;
            return this;
        }

        Builder with(Mishap... what) {
            mishaps = List.of(what);
            return this;
        }

        Scenario comesTo(int last, int most, double underFloor) {
            Bounds bounds = new Bounds(last, most, underFloor);
            return new Scenario(
                    name,
                    says,
                    seconds,
                    client,
                    soak,
                    replicas,
                    startSeconds,
                    favour,
                    sustains,
                    fails,
                    mishaps,
                    bounds);
        }
    }
}
