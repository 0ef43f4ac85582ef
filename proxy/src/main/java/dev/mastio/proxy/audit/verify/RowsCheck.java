package dev.mastio.proxy.audit.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** All rows of a file: each chain for itself, and the hashes of those rows that something else speaks of. */
final class RowsCheck {

    private final Survey survey;
    private final Set<RowKey> wanted;
    private final Consumer<Line.Entry> witness;
    private final Consumer<Problem> problems;
    private final ChainCheck legacy;
    private final Map<String, String> legacyHeads = new HashMap<>();
    private final Map<String, ChainCheck> chains = new LinkedHashMap<>();
    private final Map<RowKey, String> hashes = new HashMap<>();
    private long legacyRows;
    private long rows;

    /**
     * A check.
     *
     * @param wanted rows whose hashes are asked for later
     * @param witness sees every row
     */
    RowsCheck(Survey survey, Set<RowKey> wanted, Consumer<Line.Entry> witness, Consumer<Problem> problems) {
        this.survey = survey;
        this.wanted = wanted;
        this.witness = witness;
        this.problems = problems;
        this.legacy = new ChainCheck("", null, 1, problems);
    }

    /** Reads the rows, all at once into memory only if they are in disorder. */
    void read(BundleFile file) throws IOException {
        if (survey.ordered()) {
            file.read(line -> {
                if (line instanceof Line.Entry entry) {
                    take(entry);
                }
            });
            return;
        }
        List<Line.Entry> all = new ArrayList<>();
        file.read(line -> {
            if (line instanceof Line.Entry entry) {
                all.add(entry);
            }
        });
        // Stable, and rows without a number come first, in the order of the file.
        all.sort(Comparator.comparing(entry -> entry.row().seq(), Comparator.nullsFirst(Comparator.naturalOrder())));
        all.forEach(this::take);
    }

    long legacyRows() {
        return legacyRows;
    }

    long rows() {
        return rows;
    }

    /** The names of all chains. */
    Set<String> organisations() {
        return chains.keySet();
    }

    /** The number of a chain's last row; 0 if it has none. */
    long last(String orgId) {
        ChainCheck chain = chains.get(orgId);
        return chain == null ? 0 : chain.last();
    }

    /** The hashes of the rows that were wanted and are there. */
    Map<RowKey, String> hashes() {
        return hashes;
    }

    private void take(Line.Entry entry) {
        String org = entry.row().orgId();
        Long seq = entry.row().seq();
        if (seq == null) {
            legacyRows++;
            legacy.take(entry);
            legacyHeads.put(org, entry.entryHash());
        } else {
            rows++;
            chains.computeIfAbsent(org, this::chain).take(entry);
            RowKey key = new RowKey(org, seq);
            if (wanted.contains(key)) {
                hashes.put(key, entry.entryHash());
            }
        }
        witness.accept(entry);
    }

    private ChainCheck chain(String org) {
        Line.Range range = survey.ranges().get(org);
        return range == null
                ? new ChainCheck(org, legacyHeads.get(org), 1, problems)
                : new ChainCheck(org, range.previousHash(), range.from(), problems);
    }
}
