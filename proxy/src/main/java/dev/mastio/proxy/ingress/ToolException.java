package dev.mastio.proxy.ingress;

/** A tool could not do what was asked. Its text is for the caller. */
public final class ToolException extends Exception {

    private static final long serialVersionUID = 1L;

    public ToolException(String text) {
        super(text);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
