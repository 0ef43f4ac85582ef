package dev.mastio.proxy;

import dev.mastio.proxy.ops.RequestMetrics;
import dev.mastio.proxy.ops.Traffic;
import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The proxy with a leak planted: every request keeps some memory for ever. It exists so that a soak can be shown to find one.
 *
 * <p>{@code PLANTED_LEAK} is {@code heap} (objects that stay reachable) or {@code native} (memory outside the heap that nobody
 * frees); {@code PLANTED_LEAK_BYTES} is how much a request leaks, 2048 or 16384 by default. All else is the proxy's own.
 */
public final class LeakyProxy {

    private LeakyProxy() {}

    /** Runs until SIGTERM, as {@link Main} does. */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        Main.run(environment, new LeakyMetrics(Leak.of(environment)));
    }

    private static final class LeakyMetrics extends RequestMetrics {
        private final Leak leak;

        LeakyMetrics(Leak leak) {
            this.leak = leak;
        }

        @Override
        public void arrived(Traffic traffic) {
            super.arrived(traffic);
            leak.leak();
        }
    }

    private sealed interface Leak {

        void leak();

        static Leak of(Map<String, String> environment) {
            String kind = environment.getOrDefault("PLANTED_LEAK", "").toLowerCase(Locale.ROOT);
            String bytes = environment.get("PLANTED_LEAK_BYTES");
            return switch (kind) {
                case "heap" -> new Heap(bytes == null ? 2048 : Integer.parseInt(bytes), new ConcurrentLinkedQueue<>());
                case "native" -> new Native(bytes == null ? 16_384 : Integer.parseInt(bytes));
                default ->
                    throw new IllegalArgumentException(
                            "PLANTED_LEAK: \"" + kind + "\" does not work; give heap or native");
            };
        }

        record Heap(int bytes, Queue<byte[]> retained) implements Leak {
            @Override
            public void leak() {
                retained.add(new byte[bytes]);
            }
        }

        record Native(int bytes) implements Leak {
            @Override
            public void leak() {
                // Written to, because memory that nobody touches is not resident.
                Arena.global().allocate(bytes).fill((byte) 1);
            }
        }
    }
}
