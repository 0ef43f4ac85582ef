package dev.mastio.bench.load;

/** Due times of requests that found no connection, first come first served; grows, and holds numbers instead of objects. */
final class Backlog {

    /** Eight megabytes; a server that is this far behind has failed in any case. */
    private static final int MOST = 1 << 20;

    private long[] times = new long[1024];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** False when it is full. */
    boolean offer(long time) {
        if (size == MOST) return false;
        if (size == times.length) grow();
        times[(head + size++) & (times.length - 1)] = time;
        return true;
    }

    long remove() {
        if (size == 0) throw new IllegalStateException("the backlog is empty");
        long time = times[head];
        head = (head + 1) & (times.length - 1);
        size--;
        return time;
    }

    private void grow() {
        long[] larger = new long[2 * times.length];
        for (int i = 0; i < size; i++) larger[i] = times[(head + i) & (times.length - 1)];
        times = larger;
        head = 0;
    }
}
