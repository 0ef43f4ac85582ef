package dev.mastio.proxy.auth.certificate;

/** A certificate chain that does not hold, with the reason that its sender may read. */
public final class ChainException extends Exception {

    private static final long serialVersionUID = 1L;

    public ChainException(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong with it. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
