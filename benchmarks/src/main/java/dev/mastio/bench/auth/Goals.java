package dev.mastio.bench.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Rounds held to what they should come to: each is judged by the verifications that openssl did beside it, and the median counts. */
public final class Goals {

    /** Of the ES256 verifications that openssl does in a CPU second. */
    private static final double MINT = 0.125;

    private static final double CALL = 0.357;
    /** Certificates in a CPU second. */
    private static final double ENROL = 1_000;

    private final List<Beside> rounds = new ArrayList<>();

    private record Beside(double verifications, Round round) {}

    /**
     * Adds a round.
     *
     * @param verifications that openssl did in a CPU second, at the same time
     */
    public void add(double verifications, Round round) {
        rounds.add(new Beside(verifications, round));
    }

    /** Whether all are met, and no request failed. */
    public boolean met() {
        return mint() >= MINT
                && call() >= CALL
                && enrol() >= ENROL
                && rounds.stream().allMatch(each -> each.round.isClean());
    }

    /** A line for each goal. */
    public List<String> lines() {
        return List.of(
                String.format(Locale.ROOT, "openssl verifies %.0f a CPU second", median(Beside::verifications)),
                String.format(Locale.ROOT, "mint / openssl: %.3f, at least %.3f wanted", mint(), MINT),
                String.format(Locale.ROOT, "call / openssl: %.3f, at least %.3f wanted", call(), CALL),
                String.format(Locale.ROOT, "certificates a CPU second: %.0f, at least %.0f wanted", enrol(), ENROL));
    }

    private double mint() {
        return median(each -> each.round.mint().perCpuSecond() / each.verifications);
    }

    private double call() {
        return median(each -> each.round.call().perCpuSecond() / each.verifications);
    }

    private double enrol() {
        return median(each -> each.round.enrol().perCpuSecond());
    }

    private double median(ToDoubleFunction<Beside> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
    }
}
