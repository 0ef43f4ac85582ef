package dev.mastio.proxy.pki;

/** The organisation's keys cannot be had, and trying again will not help; the message says what to do. */
public final class PkiException extends Exception {

    private static final long serialVersionUID = 1L;

    PkiException(String message) {
        super(message);
    }

    PkiException(String message, Throwable cause) {
        super(message, cause);
    }
}
