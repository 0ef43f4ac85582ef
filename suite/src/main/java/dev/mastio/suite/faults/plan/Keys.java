package dev.mastio.suite.faults.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Remembers what is in Secrets that must never change: whoever makes a second Org Root or key locks the store. */
public final class Keys {

    private final Map<String, String> fingerprints = new TreeMap<>();

    /** Takes in what is new, and tells what has changed. */
    public List<String> changes(List<Piece> pieces) {
        List<String> changed = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.fingerprint().isEmpty()) continue;
            String now = piece.fingerprint().get();
            String before = fingerprints.put(piece.id(), now);
            if (before != null && !before.equals(now)) changed.add(piece.id() + " was made anew");
        }
        return changed;
    }

    /** An instance is gone: others with its name have keys of their own, but for what it left. */
    public void forget(Wanted gone) {
        fingerprints
                .keySet()
                .removeIf(id -> gone.objects().contains(id) && !gone.remains().contains(id));
    }
}
