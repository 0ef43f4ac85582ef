package dev.mastio.bench.load;

/** Decides when the connections of one event loop send; lives on that loop's thread. */
sealed interface Dispatcher permits UserDispatcher, ArrivalDispatcher {

    /** Starts what is due, and says when to be called again ({@link System#nanoTime}). */
    long tick(long now);

    /** Whether nothing more will be started: the profile is over or {@link #stop} was called. */
    boolean ended();

    void stop(long now);

    /** Virtual users now, or connections in the open model. */
    int users();
}
