package dev.mastio.local.api.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The latest changes of one storage and who wants to hear of the next ones. Used under the store's lock. */
final class History {
    private static final int KEPT = 500;

    private final Deque<Change> changes = new ArrayDeque<>();
    private final List<Watch> watches = new ArrayList<>();
    private long forgotten;

    History(long start) {
        forgotten = start;
    }

    void add(Change change) {
        changes.addLast(change);
        if (changes.size() > KEPT) forgotten = changes.removeFirst().version();
        for (Watch watch : watches) watch.offer(change);
    }

    boolean reachesBackTo(long version) {
        return version >= forgotten;
    }

    void replay(long after, Watch watch) {
        for (Change change : changes) if (change.version() > after) watch.offer(change);
    }

    void join(Watch watch) {
        watches.add(watch);
    }

    boolean leave(Watch watch) {
        return watches.remove(watch);
    }
}
