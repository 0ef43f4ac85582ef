package dev.mastio.bench.soak;

/** A run cannot go on. */
final class SoakTrouble extends RuntimeException {

    private final Reason reason;

    SoakTrouble(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
