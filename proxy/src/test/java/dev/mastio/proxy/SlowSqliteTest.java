package dev.mastio.proxy;

import static dev.mastio.proxy.WatchedBreaker.CHANCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.audit.AuditLog;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.limits.LatencyBreaker;
import dev.mastio.proxy.store.ForwardingStore;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A SQLite file whose writer takes long over each change, as on a slow disk, while readers are answered from memory: what the breaker makes of it. */
class SlowSqliteTest {

    private static final Logger LOG = LoggerFactory.getLogger(SlowSqliteTest.class);
    private static final Duration HELD_UP = Duration.ofMillis(700);
    /** So that there is always one that waits while another is carried out. */
    private static final int WRITERS = 2;

    /** A little less than the breaker sheds of a database that takes that long. */
    private static final double LEAST = 0.26;

    private final SlowDisk disk = new SlowDisk();
    private volatile boolean writing = true;

    @Test
    void shedsWhileWhoeverWritesIsHeldUp(@TempDir Path directory) throws Exception {
        try (RunningProxy proxy = RunningProxy.start(directory, WatchedBreaker.SETTINGS, disk);
                WatchedBreaker breaker = new WatchedBreaker(proxy);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> writers = new ArrayList<>();
            try {
                for (int i = 0; i < WRITERS; i++) {
                    writers.add(threads.submit(this::writeOneAfterAnother));
                }
                breaker.awaitClosed();

                disk.delay = HELD_UP;
                WatchedBreaker.State state = breaker.awaitAnswersAfter(HELD_UP);
                double shed = breaker.shed();
                LOG.info("each change takes {}: p99 {} ms, {} % shed", HELD_UP, state.slowest(), 100 * shed);
                assertThat(state.share()).isGreaterThanOrEqualTo(LEAST);
                assertThat(shed).isGreaterThan(LEAST - CHANCE);

                disk.delay = Duration.ZERO;
                breaker.awaitClosed();
            } finally {
                writing = false;
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isPositive();
            }
        }
    }

    private int writeOneAfterAnother() throws SQLException {
        int changes = 0;
        while (writing) {
            try {
                changes += disk.opened.join().write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate("UPDATE store_probe SET written_at = CURRENT_TIMESTAMP");
                    }
                });
            } catch (StoreUnavailable e) {
                // It waited for too long, as one of many who write may.
            }
        }
        return changes;
    }

    /** The proxy's own parts, on a store each of whose changes takes as long as it is told. */
    private static final class SlowDisk implements Gateway.Parts {

        private volatile Duration delay = Duration.ZERO;
        private final CompletableFuture<Store> opened = new CompletableFuture<>();

        @Override
        public Store store(Settings settings) {
            opened.complete(new Delayed(Store.open(settings.database())));
            return opened.join();
        }

        @Override
        public Gateway gateway(Settings settings, Store store, AuditLog audit, LatencyBreaker breaker) {
            return Gateway.open(settings, store, audit, breaker);
        }

        private final class Delayed implements ForwardingStore {

            private final Store forwarded;

            Delayed(Store forwarded) {
                this.forwarded = forwarded;
            }

            @Override
            public Store store() {
                return forwarded;
            }

            @Override
            public <T> T write(Work<T> work) throws SQLException {
                return forwarded.write(connection -> {
                    T result = work.on(connection);
                    LockSupport.parkNanos(delay.toNanos());
                    return result;
                });
            }

            @Override
            public <T> T writeByOneStatement(Work<T> work) throws SQLException {
                return write(work);
            }
        }
    }
}
