package dev.mastio.proxy.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.store.Store;
import dev.mastio.proxy.wire.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes chains out, one JSON object a line, however long they are. Page by page, so that neither memory nor a transaction grows with
 * them: rows never change, and where the file is to end is fixed at its beginning.
 */
public final class AuditExport {

    private static final int PAGE = 500;
    private static final int BUFFER = 1 << 16;
    private static final byte[] END_OF_LINE = {'\n'};

    private static final Head NO_ROW = new Head(0, "");

    private final Store store;

    /** Of that store. */
    public AuditExport(Store store) {
        this.store = store;
    }

    /**
     * What to export.
     *
     * @param orgId one chain; all if empty
     * @param from number of the first row
     * @param to number of the last row; fewer are exported if there are not as many
     */
    public record Selection(Optional<String> orgId, long from, long to) {

        /** All of all chains. */
        public static Selection all() {
            return new Selection(Optional.empty(), 1, Long.MAX_VALUE);
        }
    }

    /**
     * A chain, where its export ends (before it begins if no row is exported), and to what its first exported row is chained.
     *
     * @param proven the last row of which an anchor or a checkpoint may tell; after the last one if the database has lost rows
     */
    private record Part(
            Chain chain, long from, Head last, @Nullable String previousHash, long proven) {}

    /** The last row of every chain, or of that one. */
    public List<ObjectNode> heads(Optional<String> orgId) throws SQLException {
        return store.read(connection -> {
            List<ObjectNode> heads = new ArrayList<>();
            for (Chain chain : chains(connection, orgId)) {
                chain.head(connection)
                        .map(head -> Json.object()
                                .put("org_id", chain.orgId())
                                .put("chain_seq", head.seq())
                                .put("row_hash", head.hash()))
                        .ifPresent(heads::add);
            }
            return heads;
        });
    }

    /**
     * Rows and anchors; with checkpoints and the keys that signed them, if the file is to prove itself. Those of rows that the database has
     * lost are in any file: it would look whole without.
     */
    public void write(Selection selection, boolean withCheckpoints, OutputStream to) throws SQLException, IOException {
        List<Part> parts = parts(selection);
        OutputStream out = new BufferedOutputStream(to, BUFFER);
        for (Part part : parts) {
            write(out, ExportLine.range(part.chain().orgId(), part.from(), part.last(), part.previousHash()));
        }
        for (Part part : parts) {
            writeEntries(out, part);
        }
        Set<String> keys = new HashSet<>();
        for (Part part : parts) {
            writeAnchors(out, part);
            long before = part.from() - 1;
            writeCheckpoints(
                    out,
                    part,
                    withCheckpoints ? before : Math.max(before, part.last().seq()),
                    keys);
        }
        out.flush();
    }

    private List<Part> parts(Selection selection) throws SQLException {
        return store.read(connection -> {
            List<Part> parts = new ArrayList<>();
            for (Chain chain : chains(connection, selection.orgId())) {
                // Before the last row: whatever was proven then was there.
                long proven = ProofTables.lastProven(connection, chain.orgId())
                        .map(Head::seq)
                        .orElse(0L);
                parts.add(part(
                        connection, chain, selection, chain.head(connection).orElse(NO_ROW), proven));
            }
            return parts;
        });
    }

    private static Part part(Connection connection, Chain chain, Selection selection, Head head, long proven)
            throws SQLException {
        long from = selection.from();
        Head last = last(connection, chain, selection, head);
        boolean goesOn = from > 1 && head.seq() >= from - 1;
        return new Part(
                chain,
                from,
                last,
                goesOn ? shownHash(connection, chain, from - 1) : null,
                Math.max(last.seq(), Math.min(proven, selection.to())));
    }

    private static Head last(Connection connection, Chain chain, Selection selection, Head head) throws SQLException {
        long seq = Math.min(head.seq(), selection.to());
        if (seq < selection.from()) {
            // Said in the file: one without a single line could as well have been cut off.
            return new Head(Math.min(head.seq(), selection.from() - 1), "");
        }
        return seq == head.seq() ? head : new Head(seq, shownHash(connection, chain, seq));
    }

    /** Empty where a row is missing: whoever checks the file finds that out. */
    private static String shownHash(Connection connection, Chain chain, long seq) throws SQLException {
        return chain.hashOf(connection, seq).orElse("");
    }

    private void writeEntries(OutputStream out, Part part) throws SQLException, IOException {
        long after = part.from() - 1;
        List<Chain.Entry> page = entries(part, after);
        while (!page.isEmpty()) {
            for (Chain.Entry entry : page) {
                write(out, ExportLine.entry(entry));
            }
            after = seq(page.getLast());
            page = after < part.last().seq() ? entries(part, after) : List.of();
        }
    }

    private List<Chain.Entry> entries(Part part, long after) throws SQLException {
        return store.read(
                connection -> part.chain().page(connection, after, part.last().seq(), PAGE));
    }

    private static long seq(Chain.Entry entry) {
        Long seq = entry.row().seq();
        if (seq == null) {
            throw new IllegalStateException("rows of the database have numbers");
        }
        return seq;
    }

    private void writeAnchors(OutputStream out, Part part) throws SQLException, IOException {
        long after = part.from() - 1;
        while (true) {
            long start = after;
            List<ProofTables.Anchor> page = store.read(
                    connection -> ProofTables.anchors(connection, part.chain().orgId(), start, PAGE));
            for (ProofTables.Anchor anchor : page) {
                if (anchor.seq() <= part.proven()) {
                    write(out, ExportLine.anchor(anchor));
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            after = page.getLast().seq();
        }
    }

    private void writeCheckpoints(OutputStream out, Part part, long afterRow, Set<String> keys)
            throws SQLException, IOException {
        long after = afterRow;
        while (true) {
            long start = after;
            List<ProofTables.Signed> page = store.read(connection ->
                    ProofTables.checkpoints(connection, part.chain().orgId(), start, PAGE));
            for (ProofTables.Signed signed : page) {
                if (signed.checkpoint().seq() <= part.proven()) {
                    if (keys.add(signed.kid())) {
                        write(out, ExportLine.key(signed));
                    }
                    write(out, ExportLine.checkpoint(signed));
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            after = page.getLast().checkpoint().seq();
        }
    }

    private static List<Chain> chains(Connection connection, Optional<String> orgId) throws SQLException {
        return orgId.isPresent() ? List.of(Chain.of(orgId.get())) : Chain.all(connection);
    }

    private static void write(OutputStream out, ObjectNode line) throws IOException {
        out.write(Json.bytes(line));
        out.write(END_OF_LINE);
    }
}
