package dev.mastio.proxy.auth.dpop;

/** What was remembered of a caller is not so any more: its proof is still unused, and nothing was taken down. */
public final class OutdatedException extends Exception {
    private static final long serialVersionUID = 1;

    OutdatedException() {
        super("the registry has changed", null, false, false);
    }
}
