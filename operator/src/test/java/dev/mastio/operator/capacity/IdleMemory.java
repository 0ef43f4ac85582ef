package dev.mastio.operator.capacity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A process that is loaded, then idle and collected, twice; prints its resident KiB at these four moments. */
final class IdleMemory {

    public static void main(String[] args) throws IOException {
        int pieces = Integer.parseInt(args[0]) * 1024;
        for (int round = 0; round < 2; round++) {
            System.out.println(loaded(pieces));
            System.gc();
            System.out.println(settled());
        }
    }

    private static long loaded(int pieces) throws IOException {
        List<byte[]> live = new ArrayList<>();
        for (int i = 0; i < pieces; i++) live.add(new byte[1000]);
        long resident = resident();
        return live.isEmpty() ? 0 : resident;
    }

    /** G1 gives memory back in the background after its collection; this waits until it has stopped to. */
    private static long settled() throws IOException {
        long settled = resident();
        for (int still = 0; still < 10; still++) {
            LockSupport.parkNanos(50_000_000);
            long now = resident();
            if (now < settled) still = 0;
            settled = Math.min(settled, now);
        }
        return settled;
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private IdleMemory() {}
}
