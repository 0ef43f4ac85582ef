package dev.mastio.proxy.ops;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Has the old generation of a small heap collected before much of it is garbage. The serial collector does so only once the heap can't grow any
 * more, and connections live long enough to get there: 25 minutes in which they come and go take 10 MiB of resident memory for nothing.
 */
final class OldGeneration {

    private static final String SERIAL = "Tenured Gen";
    private static final long MIB = 1 << 20;

    /** Less is not worth a pause. */
    private static final long LEAST_GARBAGE = 4 * MIB;

    /** With more in use the pause could be felt, and what it would give back is little beside. */
    private static final long MOST_USED = 96 * MIB;

    private final LongSupplier live;
    private final LongSupplier used;
    private final Runnable collection;
    private OptionalLong atFirst = OptionalLong.empty();

    /**
     * One that is told of.
     *
     * @param live bytes that the last collection left in it; 0 before the first one
     * @param used bytes there now
     */
    OldGeneration(LongSupplier live, LongSupplier used, Runnable collection) {
        this.live = live;
        this.used = used;
        this.collection = collection;
    }

    /** Empty where another collector than the serial one is at work: G1 begins by itself. */
    static Optional<OldGeneration> ofThisJvm() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(SERIAL))
                .findFirst()
                .map(pool -> new OldGeneration(
                        () -> live(pool), () -> pool.getUsage().getUsed(), System::gc));
    }

    /**
     * Collects if half as much as is live, or more, may be garbage. To be called now and then, by one thread, which bounds what it costs. What
     * a start leaves there counts as live: for the sake of the rest nobody should wait.
     */
    void collectIfWorthwhile() {
        long present = used.getAsLong();
        if (atFirst.isEmpty()) {
            atFirst = OptionalLong.of(present);
        }
        long left = live.getAsLong();
        long known = left > 0 ? left : atFirst.getAsLong();
        if (present <= MOST_USED && present - known >= Math.max(known / 2, LEAST_GARBAGE)) {
            collection.run();
        }
    }

    private static long live(MemoryPoolMXBean pool) {
        MemoryUsage afterCollection = pool.getCollectionUsage();
        return afterCollection == null ? 0 : afterCollection.getUsed();
    }
}
