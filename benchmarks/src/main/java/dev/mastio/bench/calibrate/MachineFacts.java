package dev.mastio.bench.calibrate;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is. */
public record MachineFacts(int cores, long memoryBytes, String processor, String system) {

    public static MachineFacts here() {
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new MachineFacts(
                machine.getAvailableProcessors(),
                machine.getTotalMemorySize(),
                processorName(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    /** As Kubernetes writes it, whole gibibytes where there is at least one. */
    public String memoryQuantity() {
        long gibibytes = Math.round((double) memoryBytes / (1L << 30));
        return gibibytes > 0 ? gibibytes + "Gi" : Math.max(1, memoryBytes >> 20) + "Mi";
    }

    private static String processorName() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException _) {
            // Other systems say it elsewhere; the architecture has to do.
            return System.getProperty("os.arch");
        }
    }
}
