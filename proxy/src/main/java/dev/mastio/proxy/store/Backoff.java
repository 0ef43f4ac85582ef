package dev.mastio.proxy.store;

/** When to try what often was in vain: less and less often, and each time again once it was not. For one thread at a time. */
public final class Backoff {

    /** After being passed over so often at most it is tried again. */
    public static final int RARELY = 64;

    private int pass;
    private int left;

    /** Whether to try; if not, it was passed over once more. */
    public boolean tries() {
        if (left > 0) {
            left--;
            return false;
        }
        return true;
    }

    /** It was worth it. */
    public void paid() {
        pass = 0;
        left = 0;
    }

    /** It was not: twice as many are passed over as the last time. */
    public void wasInVain() {
        pass = Math.clamp(2L * pass, 1, RARELY);
        left = pass;
    }
}
