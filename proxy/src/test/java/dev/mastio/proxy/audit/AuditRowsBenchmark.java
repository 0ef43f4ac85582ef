package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mastio.proxy.config.Settings;
import dev.mastio.proxy.config.SettingsReader;
import dev.mastio.proxy.store.ForwardingStore;
import dev.mastio.proxy.store.PostgresServer;
import dev.mastio.proxy.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
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
        AtomicLong transactions = new AtomicLong();
        try (Store store = Store.open(settings.database())) {
            Counting counting = new Counting(store, transactions);
            store.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("""
                            CREATE TABLE plain (chain_seq bigint PRIMARY KEY, timestamp text, agent_id text, action text, tool_name text, \
                            status text, detail text, request_id text, duration_ms double precision, prev_hash text, row_hash text, \
                            dpop_jkt text, on_behalf_of_user_id text, export_hash text, hash_format text)""");
                }
            });
            List<Double> audited = new ArrayList<>();
            List<Double> plain = new ArrayList<>();
            List<Double> sizes = new ArrayList<>();
            List<Double> syncs = new ArrayList<>();
            long next = 1;
            for (int round = -1; round < ROUNDS; round++) {
                transactions.set(0);
                long rows = audit(counting);
                int size = Math.max(1, Math.toIntExact(rows / Math.max(1, transactions.get())));
                long inserted = insert(store, next, size);
                next += inserted;
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

    private static long insert(Store store, long first, int size) throws Exception {
        long rows = 0;
        long end = System.nanoTime() + LEG.toNanos();
        while (System.nanoTime() < end) {
            long start = first + rows;
            store.write(connection -> {
                try (PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO plain (chain_seq, timestamp, agent_id, action, tool_name, status, detail, request_id, duration_ms, \
                        prev_hash, row_hash, export_hash, hash_format) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'v2')""")) {
                    for (int i = 0; i < size; i++) {
                        insert.setLong(1, start + i);
                        insert.setString(2, "2026-05-21T10:00:00.000001+00:00");
                        insert.setString(3, "acme::alice");
                        insert.setString(4, "tool_execute");
                        insert.setString(5, "cullis_stress_probe");
                        insert.setString(6, "error");
                        insert.setString(7, "Tool not found");
                        insert.setString(8, "0123456789abcdef-1700000000000");
                        insert.setDouble(9, 1.0);
                        insert.setString(10, "47c6ac21da9d045ace97446fc6480f676f42260332725f01c7a63a16d9b37f35");
                        insert.setString(11, "47c6ac21da9d045ace97446fc6480f676f42260332725f01c7a63a16d9b37f36");
                        insert.setString(12, "47c6ac21da9d045ace97446fc6480f676f42260332725f01c7a63a16d9b37f37");
                        insert.addBatch();
                    }
                    return insert.executeBatch();
                }
            });
            rows += size;
        }
        return rows;
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

    private record Counting(Store store, AtomicLong transactions) implements ForwardingStore {

        @Override
        public <T> T write(Work<T> work) throws SQLException {
            transactions.incrementAndGet();
            return store.write(work);
        }

        @Override
        public <T> T writeByOneStatement(Work<T> work) throws SQLException {
            transactions.incrementAndGet();
            return store.writeByOneStatement(work);
        }
    }
}
