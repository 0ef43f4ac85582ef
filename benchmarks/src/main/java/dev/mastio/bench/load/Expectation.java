package dev.mastio.bench.load;

/** What a good answer looks like; an answer that differs is counted as failed. */
public record Expectation(int status, String bodyContains) {

    /** The check of the health scenarios. */
    public static final Expectation HEALTH = new Expectation(200, "\"status\"");

    public Expectation {
        if (status < 100 || status > 599)
            throw new IllegalArgumentException("expected status " + status + " is not an HTTP status");
    }

    @Override
    public String toString() {
        return "status is " + status + (bodyContains.isEmpty() ? "" : " and body contains " + bodyContains);
    }
}
