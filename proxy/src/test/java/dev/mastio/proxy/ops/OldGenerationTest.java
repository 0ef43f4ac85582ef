package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldGenerationTest {

    private static final long MIB = 1 << 20;

    private final AtomicInteger collections = new AtomicInteger();

    @ParameterizedTest(name = "{0} MiB live, {1} in use: {2}")
    @CsvSource({
        "6,   9,   0",
        "6,   10,  1",
        "40,  59,  0",
        "40,  60,  1",
        "64,  96,  1",
        "64,  97,  0",
    })
    void isCollectedOnceItHasGrownByHalf(long live, long used, int expected) {
        new OldGeneration(() -> live * MIB, () -> used * MIB, collections::incrementAndGet).collectIfWorthwhile();

        assertThat(collections).hasValue(expected);
    }

    @Test
    void whatAStartLeavesThereCountsAsLive() {
        AtomicLong used = new AtomicLong(7 * MIB);
        OldGeneration old = new OldGeneration(() -> 0, used::get, collections::incrementAndGet);

        old.collectIfWorthwhile();
        used.set(11 * MIB - 1);
        old.collectIfWorthwhile();
        assertThat(collections).hasValue(0);

        used.set(11 * MIB);
        old.collectIfWorthwhile();
        assertThat(collections).hasValue(1);
    }

    @Test
    void ofTheSerialCollectorLosesItsGarbage() throws Exception {
        List<String> said = run("-XX:+UseSerialGC");

        assertThat(Long.parseLong(said.get(0))).isGreaterThan(12 * MIB);
        assertThat(Long.parseLong(said.get(1))).isLessThan(8 * MIB);
        assertThat(said.get(2)).as("collections, with what is live there twice").isEqualTo("2");
    }

    @Test
    void ofAnotherCollectorIsLeftToIt() throws Exception {
        assertThat(run("-XX:+UseG1GC")).containsExactly("not looked after");
    }

    private static List<String> run(String collector) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                collector,
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Garbage.class.getName());
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        // The JVM would tell of it.
        program.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = program.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    /**
     * A program whose old generation has garbage in it: prints its bytes before and after it was looked after, and how often it has been
     * collected once most of it was live at two further looks.
     */
    static final class Garbage {

        public static void main(String[] args) {
            OldGeneration.ofThisJvm().ifPresentOrElse(Garbage::outgrow, () -> System.out.println("not looked after"));
        }

        private static void outgrow(OldGeneration old) {
            old.collectIfWorthwhile();
            int pieces = Stream.generate(() -> new byte[10_000])
                    .limit(4_000)
                    .toList()
                    .size();
            System.out.println(bytes());
            if (pieces != 4_000) throw new AssertionError("not all were there at once");
            old.collectIfWorthwhile();
            System.out.println(bytes());
            List<byte[]> live =
                    Stream.generate(() -> new byte[10_000]).limit(2_000).toList();
            old.collectIfWorthwhile();
            old.collectIfWorthwhile();
            if (live.size() == 2_000) System.out.println(collections());
        }

        private static long collections() {
            return ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .filter(collector -> collector.getName().equals("MarkSweepCompact"))
                    .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                    .sum();
        }

        private static long bytes() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Tenured Gen"))
                    .mapToLong(pool -> pool.getUsage().getUsed())
                    .sum();
        }

        private Garbage() {}
    }
}
