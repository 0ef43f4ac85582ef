package dev.mastio.proxy.store;

/**
 * When a group had better wait for more. Each commit costs the same few hundred microseconds of a processor, for one row or for many, so on a
 * disk that syncs in less than that many rows a second become many small commits. So while they come fast a group begins no sooner than some
 * time after the one before; a slower disk takes that long by itself. Where a pause brings nobody, as with callers who are all waiting
 * already, it is tried less and less often. For one thread at a time.
 */
final class Pace {

    /** With that much each call takes a sixth less of a processor than without, where the disk syncs in a seventh of a millisecond. */
    private static final long CYCLE_NANOS = 2_500_000;

    private static final int ENOUGH = 24;

    /** At least so many more, else it was in vain. */
    private static final int MORE = 2;

    private final long cycle;
    private final int enough;
    private final Backoff pauses = new Backoff();
    private long began;
    private int size;

    /**
     * Nothing has begun yet.
     *
     * @param now as {@link System#nanoTime}, here and below
     * @param cycle from the beginning of a group to that of the next one while they come fast, in nanoseconds
     * @param enough no group of that size waits
     */
    Pace(long now, long cycle, int enough) {
        this.began = now;
        this.cycle = cycle;
        this.enough = enough;
    }

    /**
     * How long to wait before the next group is taken, in nanoseconds; mostly none.
     *
     * @param waiting how many make it up if it is taken now
     */
    long pause(int waiting, long now) {
        long past = now - began;
        long rest = cycle - past;
        boolean comeFast = rest > 0 && size * rest >= MORE * past;
        return comeFast && !isEnough(waiting) && pauses.tries() ? rest : 0;
    }

    /** For groups of so many at most. */
    static Pace forGroupsOf(int together, long now) {
        return new Pace(now, CYCLE_NANOS, Math.min(ENOUGH, together));
    }

    boolean isEnough(int waiting) {
        return waiting >= enough;
    }

    /** After a pause so many more were there. */
    void brought(int more) {
        if (more < MORE) {
            pauses.wasInVain();
        } else {
            pauses.paid();
        }
    }

    /** A group of that size begins. */
    void begins(int groupSize, long now) {
        size = groupSize;
        began = now;
    }
}
