package dev.mastio.bench.calibrate;

import java.util.concurrent.Semaphore;

/**
 * One of two whose turns come strictly one after the other for as long as both are there. A fair lock would let one go twice while the
 * other is on its way back.
 */
record Turn(Semaphore mine, Semaphore others) {

    /** More turns than anybody takes. */
    private static final int ALL = 1 << 30;

    /** Of one that has no other to wait for. */
    static Turn alone() {
        return new Turn(new Semaphore(ALL), new Semaphore(0));
    }

    void take() {
        mine.acquireUninterruptibly();
    }

    void pass() {
        others.release();
    }

    /** From now on every turn is the other's. */
    void leave() {
        others.release(ALL);
    }
}
