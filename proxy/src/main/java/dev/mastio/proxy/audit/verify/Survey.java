package dev.mastio.proxy.audit.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A first look at a file: all that it says besides its rows, and whether its rows come in an order in which they can be judged. */
final class Survey {

    private final BundleFile file;
    private final List<Line.Anchor> anchors = new ArrayList<>();
    private final List<Line.Signed> checkpoints = new ArrayList<>();
    private final Map<String, Line.Range> ranges = new LinkedHashMap<>();
    private final List<Line.Key> keys = new ArrayList<>();
    private final List<Line.Entry> linked = new ArrayList<>();
    private final Map<String, Long> lastSeq = new HashMap<>();
    private boolean ordered = true;

    private Survey(BundleFile file) {
        this.file = file;
    }

    static Survey of(BundleFile file) throws IOException {
        Survey survey = new Survey(file);
        file.read(survey::note);
        return survey;
    }

    Path file() {
        return file.path();
    }

    List<Line.Anchor> anchors() {
        return anchors;
    }

    List<Line.Signed> checkpoints() {
        return checkpoints;
    }

    Map<String, Line.Range> ranges() {
        return ranges;
    }

    List<Line.Key> keys() {
        return keys;
    }

    /** The names of all chains of which it has numbered rows. */
    Set<String> organisations() {
        return lastSeq.keySet();
    }

    /** Whether it has numbered rows of that chain, or says which there would be. */
    boolean isAbout(String orgId) {
        return lastSeq.containsKey(orgId) || ranges.containsKey(orgId);
    }

    /** Rows that say that another organisation has their counterpart. */
    List<Line.Entry> linked() {
        return linked;
    }

    /** Whether each chain's rows ascend, with the rows older than chains of organisations before them. */
    boolean ordered() {
        return ordered;
    }

    private void note(Line line) {
        switch (line) {
            case Line.Entry entry -> note(entry);
            case Line.Anchor anchor -> anchors.add(anchor);
            case Line.Signed checkpoint -> checkpoints.add(checkpoint);
            case Line.Range range -> ranges.put(range.orgId(), range);
            case Line.Key key -> keys.add(key);
            case Line.Unknown unknown -> {}
        }
    }

    private void note(Line.Entry entry) {
        Long seq = entry.row().seq();
        Long last = lastSeq.get(entry.row().orgId());
        if (last != null && (seq == null || seq <= last)) {
            ordered = false;
        }
        if (seq != null) {
            lastSeq.put(entry.row().orgId(), seq);
        }
        if (entry.peerRowHash() != null && entry.row().peerOrgId() != null) {
            linked.add(entry);
        }
    }
}
