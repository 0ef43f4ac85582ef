package dev.mastio.proxy.audit;

import org.jspecify.annotations.Nullable;

/** Which fields a row's hash covers. New rows are {@code V2}. */
enum HashFormat {
    V1,
    V2;

    /** As stored; what is not {@code v2} is an old row. */
    static HashFormat of(@Nullable String stored) {
        return "v2".equals(stored) ? V2 : V1;
    }
}
