package dev.mastio.proxy.auth.jose;

/** Text that is not what it should be. Thrown for what strangers send, so without a stack trace. */
public final class MalformedJoseException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedJoseException(String message) {
        super(message, null, false, false);
    }
}
