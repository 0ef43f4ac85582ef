package dev.mastio.operator.capacity;

import java.util.List;
import java.util.stream.Stream;

/** The JVM flags that follow from the limits of a container. */
public final class JvmFlags {

    /** What a JVM needs beside heap and buffers: metaspace, compiled code, threads, the collector's own tables. */
    private static final long OVERHEAD_MIB = 96;

    private static final int HEAP_PERCENT = 60;
    private static final int SMALLEST_HEAP_MIB = 32;

    /** Stays committed, a third of it to the young generation, which fills it all; a proxy without agents lives in another third. */
    private static final int INITIAL_HEAP_MIB = 24;

    /** Below either, the JVM itself would not choose G1: its threads and regions cost more than its short pauses gain. */
    private static final long G1_MILLICORES = 2000;

    private static final long G1_MIB = 1792;

    /** Enough for all but a few methods, which stay at the lesser compiler; of 256 MiB a single one takes up to 37 else. */
    private static final long SMALLEST_COMPILATION_MIB = 16;

    /** The least memory that leaves room for a heap. */
    static final long SMALLEST_LIMIT_MIB = 160;

    /** Flags of a JVM that may use the given CPU and memory. */
    public static List<String> of(long millicores, long mebibytes) {
        long heap = Math.max(SMALLEST_HEAP_MIB, (mebibytes - OVERHEAD_MIB) * HEAP_PERCENT / 100);
        long direct = Math.clamp(mebibytes / 8, 16, 512);
        long compilation = Math.max(SMALLEST_COMPILATION_MIB, mebibytes / 16);
        Stream<String> sized = Stream.of(
                "-XX:ActiveProcessorCount=" + Math.max(1, Math.ceilDiv(millicores, 1000)),
                "-Xms" + INITIAL_HEAP_MIB + "m",
                "-Xmx" + heap + "m",
                "-XX:MaxDirectMemorySize=" + direct + "m",
                "-XX:+UseCompactObjectHeaders",
                // A collection of an idle proxy gives memory back at once, so that drift is drift and not a lazy heap.
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=30",
                "-XX:-ShrinkHeapInSteps",
                "-XX:TrimNativeHeapInterval=10000",
                // Without the first, the JVM tells of the second on standard output.
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=MemLimit,*.*," + compilation + "m~stop",
                "-XX:+ExitOnOutOfMemoryError");
        return Stream.concat(collector(millicores, mebibytes), sized).toList();
    }

    private static Stream<String> collector(long millicores, long mebibytes) {
        boolean small = millicores < G1_MILLICORES || mebibytes < G1_MIB;
        // What is committed stays so, and the serial collector touches the last of it after half an hour only: a drift
        // in a soak's eyes, unless it is resident from the beginning.
        return small ? Stream.of("-XX:+UseSerialGC", "-XX:+AlwaysPreTouch") : Stream.of("-XX:+UseG1GC");
    }

    private JvmFlags() {}
}
