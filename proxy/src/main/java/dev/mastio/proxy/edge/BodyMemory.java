package dev.mastio.proxy.edge;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes all request bodies together take up, and what they are read into: many that come slowly could otherwise fill the heap. */
final class BodyMemory {

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    BodyMemory(long limit) {
        this.limit = limit;
    }

    /** The part of one request. */
    Share share() {
        return new Share();
    }

    private boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** What one request has taken. For one thread at a time. */
    final class Share implements AutoCloseable {

        private long mine;
        private boolean over;

        private Share() {}

        /** True if there was room for as many bytes more. Not when it is over: nobody would give them back. */
        boolean take(int bytes) {
            if (over || !BodyMemory.this.take(bytes)) {
                return false;
            }
            mine += bytes;
            return true;
        }

        void giveBack(int bytes) {
            taken.addAndGet(-bytes);
            mine -= bytes;
        }

        /** Gives back all of it. */
        @Override
        public void close() {
            taken.addAndGet(-mine);
            mine = 0;
            over = true;
        }
    }
}
