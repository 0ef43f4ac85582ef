package dev.mastio.suite.faults.plan;

/** What becomes of a request. */
public enum Trouble {
    NONE(0, ""),
    CONFLICT(409, "Conflict"),
    TOO_MANY(429, "TooManyRequests"),
    ERROR(500, "InternalError"),
    /** It is carried out, and whoever asked never hears of it. */
    LOST(0, "");

    private final int code;
    private final String reason;

    Trouble(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** HTTP status of the answer; 0: the API server's own, or none. */
    public int code() {
        return code;
    }

    /** As in a Kubernetes Status. */
    public String reason() {
        return reason;
    }
}
