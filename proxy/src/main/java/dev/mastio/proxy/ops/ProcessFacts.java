package dev.mastio.proxy.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the operating system knows of this process. */
final class ProcessFacts {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long KIBI = 1024;

    private ProcessFacts() {}

    /** Resident set in bytes; not a number where the system has no /proc. */
    static double residentBytes() {
        if (!Files.exists(STATUS)) {
            return Double.NaN;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> KIBI * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** User and system time so far. */
    static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? (double) system.getProcessCpuTime() / TimeUnit.SECONDS.toNanos(1)
                : Double.NaN;
    }

    /** When it started, in Unix time. */
    static double startSeconds() {
        return (double) ManagementFactory.getRuntimeMXBean().getStartTime() / TimeUnit.SECONDS.toMillis(1);
    }
}
