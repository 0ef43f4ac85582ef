package dev.mastio.bench.load;

/**
 * How the engine uses the machine; {@link #automatic} is right unless you compare.
 *
 * @param threads event loops
 * @param nativeTls BoringSSL where available; false for the JDK's engine
 */
public record Tuning(int threads, boolean nativeTls) {

    public Tuning {
        if (threads < 1 || threads > 256)
            throw new IllegalArgumentException("threads must be 1 to 256, not " + threads);
    }

    /** Half of the cores at most: one loop drives over 100,000 requests a second, and the system under test may share the machine. */
    public static Tuning automatic() {
        return new Tuning(Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4), true);
    }
}
