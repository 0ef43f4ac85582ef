package dev.mastio.bench.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CPU time of a process of this machine, user and system together, as Linux tells it. */
record CpuTime(Path stat) {

    /** What Linux calls a tick is this on every platform that we know of. */
    private static final double TICKS_PER_SECOND = 100;

    static CpuTime of(long pid) {
        return new CpuTime(Path.of("/proc", Long.toString(pid), "stat"));
    }

    double seconds() throws IOException {
        String text = Files.readString(stat);
        // The name of the program, in brackets, may hold anything.
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }
}
