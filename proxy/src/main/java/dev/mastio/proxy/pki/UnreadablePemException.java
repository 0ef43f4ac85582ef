package dev.mastio.proxy.pki;

/** A text is not the PEM that was expected; the message says what it should have been, never what it is. */
public final class UnreadablePemException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadablePemException(String message) {
        super(message);
    }

    UnreadablePemException(String message, Throwable cause) {
        super(message, cause);
    }
}
