package dev.mastio.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.proxy.audit.chain.ActionExport;
import dev.mastio.proxy.audit.verify.Run;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.store.TestDatabase;
import dev.mastio.proxy.wire.Json;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An export of chains that grow while it is written. */
@ParameterizedClass
@EnumSource(Store.Kind.class)
class GrowingExportTest {

    private static final int ROWS = 1_200;

    private static final AuditEvent ACTION = AuditEvent.Action.of("acme::alice", "tool_execute", "success");
    private static final AuditEvent EVENT = AuditEvent.OrgEvent.of("acme", "message_sent", "ok");

    private final Store.Kind kind;

    @TempDir
    private Path directory;

    private TestDatabase database;
    private AuditLog log;
    private AuditExport export;

    GrowingExportTest(Store.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() throws Exception {
        database = TestDatabase.fresh(kind, directory);
        Store store = database.open();
        log = new AuditLog(store, Instant::now);
        export = new AuditExport(store);
        AuditEvent[] more = new AuditEvent[2 * ROWS - 1];
        Arrays.fill(more, ACTION);
        Arrays.fill(more, 0, ROWS, EVENT);
        log.append(ACTION, more);
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void endsWhereItAnnouncedAndVerifies() throws Exception {
        Path file = directory.resolve("export.ndjson");

        try (OutputStream out = new Growing(Files.newOutputStream(file))) {
            export.write(AuditExport.Selection.all(), false, out);
        }

        Map<String, Long> announced = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode json = Json.read(line);
            String org = json.path("org_id").asText();
            if (json.path("kind").asText().equals("range")) {
                announced.put(org, json.path("to_seq").asLong());
            } else {
                last.put(org, json.path("chain_seq").asLong());
            }
        }
        assertThat(announced).isEqualTo(Map.of(ActionExport.CHAIN, (long) ROWS, "acme", (long) ROWS));
        assertThat(last).isEqualTo(announced);
        assertThat(headsBeyond(ROWS)).as("rows were written meanwhile").hasSize(2);
        Run run = Run.of(file.toString());
        assertThat(run.output()).contains("per_org=" + 2 * ROWS + " ");
        assertThat(run.exitCode()).isZero();
    }

    private List<String> headsBeyond(long seq) throws Exception {
        return export.heads(Optional.empty()).stream()
                .filter(head -> head.path("chain_seq").asLong() > seq)
                .map(head -> head.path("org_id").asText())
                .toList();
    }

    /** Takes a part of a file, and only then lets the next be read: until then both chains have grown. */
    private final class Growing extends FilterOutputStream {

        Growing(OutputStream to) {
            super(to);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                log.append(ACTION, EVENT);
            } catch (Exception e) {
                throw new IOException(e);
            }
            out.write(bytes, from, length);
        }
    }
}
