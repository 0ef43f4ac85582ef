package dev.mastio.bench.load;

import java.time.Duration;

/** How much load, when. */
public sealed interface Profile {

    Ramp ramp();

    /** Requests per second that virtual users stay below; arrivals come as they are due. */
    default double maxRate() {
        return Double.POSITIVE_INFINITY;
    }

    default Duration duration() {
        return ramp().duration();
    }

    /**
     * Closed model: each virtual user sends its next request when the last one was answered, on a connection of its own.
     *
     * @param maxRate the users together stay below this many requests per second; infinite for no limit
     */
    record VirtualUsers(Ramp ramp, double maxRate) implements Profile {
        public VirtualUsers {
            if (!(maxRate > 0)) throw new IllegalArgumentException("max rate must be above 0, not " + maxRate);
        }

        public static VirtualUsers unlimited(Ramp ramp) {
            return new VirtualUsers(ramp, Double.POSITIVE_INFINITY);
        }
    }

    /**
     * Open model: requests start when they are due, whatever became of the earlier ones, and latency counts from when they were due.
     *
     * @param connections opened at once
     * @param maxConnections opened as needed; with all of them busy, requests wait, and the wait counts
     */
    record Arrivals(Ramp ramp, int connections, int maxConnections) implements Profile {
        public Arrivals {
            if (connections < 1 || maxConnections < connections)
                throw new IllegalArgumentException(
                        "connections " + connections + " up to " + maxConnections + ": needs 1 <= connections <= max");
        }
    }
}
