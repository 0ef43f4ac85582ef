package dev.mastio.proxy.ops;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The heap as its collectors last left it. */
final class Heap {

    private Heap() {}

    /** Bytes in use right after the last collection of any kind; not a number before the first one. */
    static double liveBytes() {
        Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        return collectors().stream()
                .map(GarbageCollectorMXBean::getLastGcInfo)
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(GcInfo::getEndTime))
                .map(GcInfo::getMemoryUsageAfterGc)
                .map(pools -> pools.entrySet().stream()
                        .filter(pool -> heapPools.contains(pool.getKey()))
                        .mapToDouble(pool -> used(pool.getValue()))
                        .sum())
                .orElse(Double.NaN);
    }

    /** Collections so far. */
    static double collections() {
        return collectors().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    private static List<GarbageCollectorMXBean> collectors() {
        return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
    }

    private static double used(MemoryUsage usage) {
        return usage.getUsed();
    }
}
