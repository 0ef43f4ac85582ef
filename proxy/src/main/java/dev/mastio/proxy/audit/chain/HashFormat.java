package dev.mastio.proxy.audit.chain;

import org.jspecify.annotations.Nullable;

/** Which fields a row's hash covers. New rows are {@code V2}. */
public enum HashFormat {
    V1,
    V2;

    /** As stored; what is not {@code v2} is an old row. */
    public static HashFormat of(@Nullable String stored) {
        return "v2".equals(stored) ? V2 : V1;
    }

    /** As stored. */
    public String stored() {
        return this == V2 ? "v2" : "v1";
    }
}
