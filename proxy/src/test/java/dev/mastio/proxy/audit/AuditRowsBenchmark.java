package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mastio.proxy.config.Database;
import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.store.CountingStore;
import dev.mastio.proxy.store.PostgresServer;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Rows per second of the audit log with 64 callers, beside one connection that inserts the same rows in transactions of the same size into
 * a table with the same columns, and beside what the disk can sync. Rounds alternate; medians count. Run by {@code
 * benchmarks/audit-rows.sh}, which prints {@code target/audit-rows.txt}.
 */
class AuditRowsBenchmark {

    private static final int CALLERS = 64;
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final Duration LEG = Duration.ofSeconds(Integer.getInteger("seconds", 4));
    private static final double FLOOR = 0.5;

    @Test
    void onSqlite() throws Exception {
        compare("sqlite:///"
                + Files.createTempDirectory(Path.of("target"), "bench")
                        .toAbsolutePath()
                        .resolve("bench.db"));
    }

    @Test
    void onPostgres() throws Exception {
        try (PostgresServer postgres = PostgresServer.start("fsync=on")) {
            compare(postgres.url());
        }
    }

    private static void compare(String url) throws Exception {
        Settings settings = SettingsReader.read(Map.of("PROXY_DB_URL", url));
        try (Store store = Store.open(settings.database());
                PlainInserts inserts = beside(store, settings.database())) {
            CountingStore counting = new CountingStore(store);
            List<Double> audited = new ArrayList<>();
            List<Double> plain = new ArrayList<>();
            List<Double> sizes = new ArrayList<>();
            List<Double> syncs = new ArrayList<>();
            for (int round = -1; round < ROUNDS; round++) {
                counting.newTransactions();
                long rows = audit(counting);
                int size = Math.max(1, Math.toIntExact(rows / Math.max(1, counting.newTransactions())));
                long inserted = inserts.insertFor(LEG, size);
                double synced = syncs();
                if (round >= 0) {
                    audited.add(perSecond(rows));
                    plain.add(perSecond(inserted));
                    sizes.add((double) size);
                    syncs.add(synced);
                }
            }
            double ratio = median(audited) / median(plain);
            String line =
                    "%s: audit %.0f rows/s in transactions of %.0f rows; plain insert %.0f rows/s; ratio %.2f; disk %.0f syncs/s%n"
                            .formatted(
                                    store.kind(), median(audited), median(sizes), median(plain), ratio, median(syncs));
            Files.writeString(
                    Path.of("target/audit-rows.txt"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            assertThat(ratio).isGreaterThanOrEqualTo(FLOOR);
        }
    }

    private static PlainInserts beside(Store store, Database database) throws SQLException {
        // Migrations, which begin with the store, want a database without tables.
        await().atMost(Duration.ofMinutes(1))
                .ignoreException(StoreUnavailable.class)
                .until(() -> store.write(connection -> true));
        return PlainInserts.into(database);
    }

    private static long audit(Store store) throws Exception {
        AtomicLong rows = new AtomicLong();
        long end = System.nanoTime() + LEG.toNanos();
        try (AuditLog log = new AuditLog(store, InstantSource.system());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.execute(() -> {
                    try {
                        while (System.nanoTime() < end) {
                            log.append(event());
                            rows.incrementAndGet();
                        }
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        }
        return rows.get();
    }

    private static AuditEvent.Action event() {
        return AuditEvent.Action.of("acme::alice", "tool_execute", "error")
                .tool("cullis_stress_probe")
                .detail("Tool not found")
                .request("0123456789abcdef-1700000000000")
                .took(Duration.ofMillis(1));
    }

    /** Of a file that is written a page at a time, as a journal is. */
    private static double syncs() throws IOException {
        long syncs = 0;
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        Path file = Files.createTempFile(Path.of("target"), "sync", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (System.nanoTime() < end) {
                channel.write(ByteBuffer.allocate(4_096));
                channel.force(false);
                syncs++;
            }
        } finally {
            Files.delete(file);
        }
        return syncs;
    }

    private static double perSecond(long rows) {
        return rows / (double) LEG.toSeconds();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
