package dev.mastio.bench.load;

/** When the requests of one loop are due: arrival n of the whole run is where the area under the ramp has grown to n. */
final class ArrivalSchedule {

    /** No more arrivals. */
    static final long END = Long.MAX_VALUE;

    private final Ramp ramp;
    private final int shares;
    private int stage;
    private double areaBefore;
    private double secondsBefore;
    private double next;

    /** @param share which of the {@code shares} loops this is; it takes every arrival with that remainder */
    ArrivalSchedule(Ramp ramp, int share, int shares) {
        this.ramp = ramp;
        this.shares = shares;
        this.next = share;
    }

    /** Nanoseconds from the start to the next arrival, in rising order; {@link #END} when there is none left. */
    long next() {
        while (stage < ramp.stages().size()) {
            Stage current = ramp.stages().get(stage);
            double within = next - areaBefore;
            if (within < current.area()) {
                next += shares;
                return (long) ((secondsBefore + current.timeOfArea(within)) * 1e9);
            }
            areaBefore += current.area();
            secondsBefore += current.seconds();
            stage++;
        }
        return END;
    }
}
