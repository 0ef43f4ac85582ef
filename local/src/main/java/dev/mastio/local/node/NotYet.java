package dev.mastio.local.node;

/** Something that a container needs is not there (yet); the message is for the user. */
final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotYet(String message) {
        super(message);
    }
}
