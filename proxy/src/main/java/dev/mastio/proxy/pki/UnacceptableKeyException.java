package dev.mastio.proxy.pki;

/** A key that is not certified; the message says why and may be shown. */
public final class UnacceptableKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    UnacceptableKeyException(String message) {
        super(message);
    }

    UnacceptableKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
