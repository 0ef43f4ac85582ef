package dev.mastio.proxy.ops;

import java.util.Locale;

/** How a request ended. */
public enum Outcome {
    OK,
    CLIENT_ERROR,
    SERVER_ERROR,
    SHED;

    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    /** The outcome that a status code tells of; shedding is told apart by who answers, not by its code. */
    public static Outcome of(int status) {
        if (status >= FIRST_SERVER_ERROR) {
            return SERVER_ERROR;
        }
        return status >= FIRST_CLIENT_ERROR ? CLIENT_ERROR : OK;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
