package dev.mastio.bench.auth;

import java.util.List;

/** What the legs came to, one after the other. */
public record Round(Measured mint, Measured call, Measured enrol) {

    /** A line for each. */
    public List<String> lines() {
        return legs().stream().map(Measured::line).toList();
    }

    /** Whether there were answers in each leg, and nothing but those that were asked for. */
    public boolean isClean() {
        return legs().stream().allMatch(leg -> leg.requests() > 0 && leg.failures() == 0);
    }

    private List<Measured> legs() {
        return List.of(mint, call, enrol);
    }
}
