package dev.mastio.bench.soak;

import java.io.Serial;

/** A run cannot go on. */
final class SoakTrouble extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    SoakTrouble(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
