package dev.mastio.bench.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What all processors of this machine have done since it started, as Linux tells it.
 *
 * @param idle ticks in which one had nothing to do
 * @param all ticks
 */
record MachineTime(long idle, long all) {

    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISK = 4;
    /** Those of guests, which come after them, are in the first ones already. */
    private static final int COUNTED = 8;

    static MachineTime now() throws IOException {
        return of(Files.readString(Path.of("/proc/stat")));
    }

    /** Of the first line, which is the sum of all processors. */
    static MachineTime of(String stat) {
        String[] fields = stat.lines().findFirst().orElseThrow().split("\\s+", -1);
        long[] ticks = new long[COUNTED];
        long all = 0;
        for (int i = 0; i < COUNTED; i++) {
            ticks[i] = Long.parseLong(fields[i + 1]);
            all += ticks[i];
        }
        return new MachineTime(ticks[IDLE] + ticks[WAITING_FOR_DISK], all);
    }

    /** Of the processors' time since then, the share in which they had nothing to do. */
    double idleSince(MachineTime then) {
        return (double) (idle - then.idle) / Math.max(1, all - then.all);
    }
}
