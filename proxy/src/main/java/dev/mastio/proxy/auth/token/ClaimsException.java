package dev.mastio.proxy.auth.token;

/** Claims that do not hold, with the reason that their sender may read. */
public final class ClaimsException extends Exception {

    private static final long serialVersionUID = 1L;

    ClaimsException(String reason) {
        super(reason, null, false, false);
    }

    /** What is wrong with them. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
