package dev.mastio.proxy.admin.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mastio.proxy.audit.AuditExport;
import dev.mastio.proxy.audit.AuditExport.Selection;
import dev.mastio.proxy.store.OwnersFile;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code admin export}. */
@Command(
        name = "export",
        description = "Writes the audit log as `audit verify` and other verifiers read it: one JSON object a line.",
        mixinStandardHelpOptions = true)
final class ExportCommand extends Work {

    @Option(names = "--org", paramLabel = "ORG", description = "one chain only; all of them unless given")
    private @Nullable String org;

    @Option(names = "--from", paramLabel = "SEQ", defaultValue = "1", description = "first row, of one chain")
    private long from;

    @Option(names = "--to", paramLabel = "SEQ", description = "last row, of one chain")
    private @Nullable Long to;

    @Option(names = "--checkpoints", description = "with signed checkpoints, and the keys that signed them")
    private boolean withCheckpoints;

    @Option(names = "--head", description = "only number and hash of each chain's last row; keep them elsewhere")
    private boolean headOnly;

    @Option(names = "--output", paramLabel = "FILE", description = "a new file; standard output unless given")
    private @Nullable Path output;

    ExportCommand(Workplace.Entrance entrance, PrintStream out, PrintStream err) {
        super(entrance, out, err);
    }

    @Override
    void in(Workplace workplace) throws Refusal, SQLException, IOException {
        Selection selection = selection();
        Path file = output;
        if (file == null) {
            write(workplace.audit(), selection, output());
            if (output().checkError()) {
                throw new IOException("standard output took only a part of it");
            }
            return;
        }
        OwnersFile.create(file);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            write(workplace.audit(), selection, out);
        }
    }

    private Selection selection() throws Refusal {
        boolean range = from != 1 || to != null;
        if (range && (org == null || headOnly)) {
            throw new Refusal(422, "a range is one of a single chain's rows: give --org, and not --head");
        }
        if (from < 1) {
            throw new Refusal(422, "--from must be 1 or more");
        }
        return new Selection(Optional.ofNullable(org), from, to == null ? Long.MAX_VALUE : to);
    }

    private void write(AuditExport audit, Selection selection, OutputStream out) throws SQLException, IOException {
        if (headOnly) {
            ArrayNode heads = Json.object().putArray("heads").addAll(audit.heads(selection.orgId()));
            out.write(Json.bytes(Json.object().set("heads", heads)));
            out.write('\n');
        } else {
            audit.write(selection, withCheckpoints, out);
        }
    }
}
