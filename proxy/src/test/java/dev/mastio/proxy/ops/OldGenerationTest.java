package dev.mastio.proxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldGenerationTest {

    private static final long MIB = 1 << 20;

    private final AtomicInteger collections = new AtomicInteger();

    @ParameterizedTest(name = "{0} MiB live, {1} in use: {2}")
    @CsvSource({
        "0,   3,   0",
        "0,   4,   1",
        "6,   9,   0",
        "6,   10,  1",
        "40,  59,  0",
        "40,  60,  1",
        "64,  96,  1",
        "65,  200, 0",
    })
    void isCollectedOnceItHasGrownByHalf(long live, long used, int expected) {
        new OldGeneration(() -> live * MIB, () -> used * MIB, collections::incrementAndGet).collectIfWorthwhile();

        assertThat(collections).hasValue(expected);
    }

    @Test
    void ofTheSerialCollectorLosesItsGarbage() throws Exception {
        List<String> said = run("-XX:+UseSerialGC");

        assertThat(Long.parseLong(said.get(0))).isGreaterThan(12 * MIB);
        assertThat(Long.parseLong(said.get(1))).isLessThan(8 * MIB);
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
                String.join(":", folderOf(OldGeneration.class), folderOf(OldGenerationTest.class)),
                Garbage.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    private static String folderOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }

    /** A program whose old generation has garbage in it: prints its bytes before and after it was looked after. */
    static final class Garbage {

        public static void main(String[] args) {
            OldGeneration.ofThisJvm().ifPresentOrElse(Garbage::outgrow, () -> System.out.println("not looked after"));
        }

        private static void outgrow(OldGeneration old) {
            int pieces = Stream.generate(() -> new byte[10_000])
                    .limit(4_000)
                    .toList()
                    .size();
            System.out.println(bytes());
            if (pieces != 4_000) throw new AssertionError("not all were there at once");
            old.collectIfWorthwhile();
            System.out.println(bytes());
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
