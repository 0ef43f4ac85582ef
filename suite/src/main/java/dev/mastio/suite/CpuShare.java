package dev.mastio.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A control group of our own that holds processes to a share of one processor, version 1 or 2, whichever this machine has. */
public final class CpuShare implements AutoCloseable {

    /** In turns short beside the latencies that are looked at, for whoever waits for what runs in it. */
    private static final int PERIOD_MICROS = 10_000;

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private final Path group;
    private final boolean unified;

    /** This user or this machine has none to make; says so. */
    public static final class Unavailable extends IOException {

        private static final long serialVersionUID = 1L;

        private Unavailable(IOException cause) {
            super(
                    "this makes control groups with a share of a processor, as root can where the CPU controller is: "
                            + cause,
                    cause);
        }
    }

    private CpuShare(Path group, boolean unified) {
        this.group = group;
        this.unified = unified;
    }

    /** Makes one without a limit. */
    public static CpuShare named(String name) throws IOException {
        return below(ROOT, name);
    }

    static CpuShare below(Path root, String name) throws IOException {
        boolean unified = Files.exists(root.resolve("cgroup.controllers"));
        Path group = (unified ? root : root.resolve("cpu")).resolve(name);
        try {
            Files.createDirectory(group);
            CpuShare share = new CpuShare(group, unified);
            share.release();
            return share;
        } catch (IOException e) {
            Files.deleteIfExists(group);
            throw new Unavailable(e);
        }
    }

    /** Takes in a process with all its threads. */
    public void add(ProcessHandle process) throws IOException {
        write("cgroup.procs", Long.toString(process.pid()));
    }

    /** From now on, all in it have that much of one processor together. */
    public void hold(double share) throws IOException {
        long quota = Math.round(share * PERIOD_MICROS);
        if (unified) {
            write("cpu.max", quota + " " + PERIOD_MICROS);
        } else {
            write("cpu.cfs_period_us", Integer.toString(PERIOD_MICROS));
            write("cpu.cfs_quota_us", Long.toString(quota));
        }
    }

    /** From now on they have what they want. */
    public void release() throws IOException {
        if (unified) write("cpu.max", "max");
        else write("cpu.cfs_quota_us", "-1");
    }

    /** To be called when what ran in it has ended. */
    @Override
    public void close() throws IOException {
        Files.delete(group);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(group.resolve(file), text);
    }
}
