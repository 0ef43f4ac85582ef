package dev.mastio.proxy;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Buffers of this JVM outside the heap. */
public final class DirectMemory {

    private DirectMemory() {}

    /** What they hold at most, those that nobody uses any more included until a collection has found them. */
    public static long bytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getTotalCapacity)
                .sum();
    }
}
