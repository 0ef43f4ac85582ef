package dev.mastio.operator.desired;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a Secret with an Org Root holds: the root's certificate, and what signs for it: its own key, or an Intermediate with its key. */
public final class OrgRootEntries {

    public static final String CERTIFICATE = "org-ca.crt";
    public static final String KEY = "org-ca.key";
    static final String INTERMEDIATE = "mastio-ca.crt";
    static final String INTERMEDIATE_KEY = "mastio-ca.key";

    private static final Set<String> PAIR = Set.of(INTERMEDIATE, INTERMEDIATE_KEY);

    /**
     * What must be added before proxies can work with it, in words; empty if they can.
     *
     * @param present names of the entries that the Secret has
     */
    public static SortedSet<String> missing(Set<String> present) {
        SortedSet<String> missing = new TreeSet<>();
        if (!present.contains(CERTIFICATE)) missing.add(CERTIFICATE);
        Set<String> half = new TreeSet<>(PAIR);
        half.removeAll(present);
        if (half.size() == 1) missing.addAll(half);
        if (half.size() == PAIR.size() && !present.contains(KEY)) {
            missing.add(KEY + " (or " + INTERMEDIATE + " and " + INTERMEDIATE_KEY + ")");
        }
        return missing;
    }

    /** Those that pods mount. Of an incomplete Secret more than it has, so that pods wait until it is complete. */
    static List<String> mounted(Set<String> present) {
        boolean complete = missing(present).isEmpty();
        return List.of(CERTIFICATE, KEY, INTERMEDIATE, INTERMEDIATE_KEY).stream()
                .filter(entry -> present.contains(entry) || (!complete && !PAIR.contains(entry)))
                .toList();
    }

    private OrgRootEntries() {}
}
