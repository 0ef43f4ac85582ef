package dev.mastio.proxy.crypto;

/** A certificate chain that does not hold, with the reason that its sender may read. */
public final class ChainException extends Exception {

    private static final long serialVersionUID = 1L;

    public ChainException(String reason) {
        super(reason, null, false, false);
    }

    /** A certificate of it is not valid yet, not any more, or withdrawn. */
    public static ChainException outsideWindow() {
        return new ChainException("certificate outside validity window");
    }

    /** What is wrong with it. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
