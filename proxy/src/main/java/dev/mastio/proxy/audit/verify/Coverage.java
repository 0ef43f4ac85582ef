package dev.mastio.proxy.audit.verify;

import java.util.HashMap;
import java.util.Map;

/** How far the chains of a file are vouched for by those who are believed. */
final class Coverage {

    private final Map<String, Long> upTo = new HashMap<>();

    void add(RowKey row) {
        upTo.merge(row.orgId(), row.seq(), Math::max);
    }

    /** Number of the last row of that chain that is vouched for, and with it all before it; 0 if none is. */
    long upTo(String orgId) {
        return upTo.getOrDefault(orgId, 0L);
    }
}
