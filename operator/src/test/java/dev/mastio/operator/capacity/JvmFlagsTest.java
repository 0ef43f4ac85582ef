package dev.mastio.operator.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmFlagsTest {

    @ParameterizedTest(name = "{0}m CPU, {1} MiB: {2}, heap {3}m, {4} processors, {5} MiB a compilation")
    @CsvSource({
        "500,   256,  -XX:+UseSerialGC, 96,   1,  16",
        "1500,  1152, -XX:+UseSerialGC, 633,  2,  72",
        "3000,  1152, -XX:+UseSerialGC, 633,  3,  72",
        "6000,  2304, -XX:+UseG1GC,     1324, 6,  144",
        "10000, 8192, -XX:+UseG1GC,     4857, 10, 512",
        "1000,  4096, -XX:+UseSerialGC, 2400, 1,  256",
    })
    void whatTheJvmTakesFollowsFromTheLimits(
            long millicores, long mebibytes, String collector, int heap, int processors, int compilation) {
        assertThat(JvmFlags.of(millicores, mebibytes))
                .contains(
                        collector,
                        "-Xmx" + heap + "m",
                        "-XX:ActiveProcessorCount=" + processors,
                        "-XX:CompileCommand=MemLimit,*.*," + compilation + "m~stop");
    }

    @ParameterizedTest
    @CsvSource({"160", "256", "512", "1152", "2304", "8192", "65792"})
    void heapAndBuffersLeaveRoomBelowTheLimit(int mebibytes) {
        List<String> flags = JvmFlags.of(2000, mebibytes);

        int taken = mebibytes(flags, "-Xmx(\\d+)m") + mebibytes(flags, "-XX:MaxDirectMemorySize=(\\d+)m");

        assertThat(taken).isLessThan(mebibytes - 64);
    }

    @Test
    void aJvmAcceptsTheFlags() throws IOException, InterruptedException {
        for (List<String> flags : List.of(JvmFlags.of(500, 256), JvmFlags.of(6000, 2304))) {
            assertThat(java(flags, "-version"))
                    .doesNotContainIgnoringCase("warning")
                    .doesNotContain("CompileCommand");
        }
    }

    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @CsvSource({"500, 256, 68", "2000, 2304, 300"})
    void residentMemoryReturnsAfterAnIdleCollection(long millicores, long mebibytes, int load)
            throws IOException, InterruptedException {
        String said = java(
                JvmFlags.of(millicores, mebibytes),
                "-cp",
                testClasses(),
                IdleMemory.class.getName(),
                Integer.toString(load));

        List<Long> resident = said.lines().map(Long::valueOf).toList();
        long loaded = resident.get(0);
        long baseline = resident.get(1);
        long afterwards = resident.get(3);
        assertThat(baseline).as("KiB, loaded %d", loaded).isLessThan(loaded * 8 / 10);
        assertThat(afterwards).as("KiB, a drift above 10 %% fails a soak").isLessThan(baseline * 11 / 10);
    }

    private static String testClasses() {
        return IdleMemory.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }

    private static String java(List<String> flags, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(arguments));
        Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(said).isZero();
        return said;
    }

    private static int mebibytes(List<String> flags, String pattern) {
        return flags.stream()
                .map(Pattern.compile(pattern)::matcher)
                .filter(matcher -> matcher.matches())
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
                .sum();
    }
}
