package dev.mastio.proxy.ops;

/** Why a request was refused to protect the rest; the wire and the metrics use the same word. */
public enum ShedReason {
    GLOBAL_RATE_LIMIT("global_rate_limit"),
    DATABASE_LATENCY("db_latency_circuit_breaker"),
    CONCURRENCY("concurrency_limit"),
    BODIES("body_memory_limit");

    private final String label;

    ShedReason(String label) {
        this.label = label;
    }

    /** The word for it. */
    public String label() {
        return label;
    }
}
