package dev.mastio.proxy.edge;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes all request bodies together take up: many that come slowly could otherwise fill the heap. */
final class BodyMemory {

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    BodyMemory(long limit) {
        this.limit = limit;
    }

    /** True if there is room for as many bytes; then they must be given back later. */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }
}
