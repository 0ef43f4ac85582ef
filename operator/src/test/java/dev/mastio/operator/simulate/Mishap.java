package dev.mastio.operator.simulate;

/** Something that goes wrong at a second of a scenario. */
sealed interface Mishap {

    /** The first so many pods do not answer to scrapes, though they serve clients. */
    record Silence(int from, int to, int pods) implements Mishap {}

    /** A pod's process ends and starts again: its counters begin anew, it is not ready for as long as a start takes. */
    record PodRestart(int at, int pod) implements Mishap {}

    /** The operator is gone for a while; what it knew is gone for good, but for the status. */
    record OperatorRestart(int from, int to) implements Mishap {}
}
