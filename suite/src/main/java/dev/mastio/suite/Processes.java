package dev.mastio.suite;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The processes behind the pods of an embedded cluster. Only its own descendants are ever looked at. */
public final class Processes {

    private Processes() {}

    /** Processes that run this main class. */
    public static List<ProcessHandle> ofProgram(EmbeddedCluster cluster, String mainClass) {
        return descendants(cluster).stream()
                .filter(process -> read(process, "cmdline").contains(mainClass))
                .toList();
    }

    /** Processes that this program has started and that run this main class. */
    public static List<ProcessHandle> ofThisProgram(String mainClass) {
        return ProcessHandle.current()
                .children()
                .filter(process -> read(process, "cmdline").contains(mainClass))
                .toList();
    }

    /** The processes of one pod: each is told its address, in a variable of whatever name. */
    static List<ProcessHandle> ofPod(EmbeddedCluster cluster, Pod pod) {
        String address = "=" + pod.getStatus().getPodIP();
        return descendants(cluster).stream()
                .filter(process -> read(process, "environ").stream().anyMatch(it -> it.endsWith(address)))
                .toList();
    }

    /** Sends a signal that Java has no call for, such as STOP. */
    public static void signal(String name, List<ProcessHandle> processes) throws IOException, InterruptedException {
        for (ProcessHandle process : processes) {
            // The shell's own: not each machine has a program of that name.
            String command = "kill -%s %d".formatted(name, process.pid());
            if (new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor() != 0)
                throw new IOException("%s failed".formatted(command));
        }
    }

    /** Waits until all of them are gone. */
    public static void awaitEnd(List<ProcessHandle> processes) throws IOException, InterruptedException {
        if (!Await.until(Duration.ofSeconds(20), () -> processes.stream().noneMatch(ProcessHandle::isAlive)))
            throw new IOException("processes %s do not end"
                    .formatted(processes.stream().map(ProcessHandle::pid).toList()));
    }

    /**
     * Waits until a process has ended, and ends it by force after so long. An interrupted thread waits as well: it goes on to remove
     * what the process writes to.
     */
    public static void mustEnd(Process process, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                    process.destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /** User and system time of a process so far. */
    public static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory of a process, MiB. */
    public static long residentMebibytes(ProcessHandle process) throws IOException {
        return mebibytes(process, "VmRSS:");
    }

    /** The most of it that the process has had so far, MiB. */
    public static long mostResidentMebibytes(ProcessHandle process) throws IOException {
        return mebibytes(process, "VmHWM:");
    }

    private static long mebibytes(ProcessHandle process, String entry) throws IOException {
        String kibibytes = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(entry))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElse("0");
        return Long.parseLong(kibibytes) / 1024;
    }

    /**
     * Objects that a JVM's heap holds after a collection, MiB.
     *
     * @throws IOException when it does not tell
     */
    public static double liveHeapMebibytes(ProcessHandle jvm) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(jvm.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said.lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> line.split("\\s+"))
                .mapToDouble(total -> Double.parseDouble(total[2]) / (1 << 20))
                .findFirst()
                .orElseThrow(() -> new IOException("process %d does not tell its heap: %s".formatted(jvm.pid(), said)));
    }

    private static List<ProcessHandle> descendants(EmbeddedCluster cluster) {
        return ProcessHandle.of(cluster.pid()).orElseThrow().descendants().toList();
    }

    private static List<String> read(ProcessHandle process, String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file));
            return Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }
}
