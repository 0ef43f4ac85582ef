package dev.mastio.operator.config;

import java.io.Serial;

/** The environment can't be used; the message names the variable, the value and what was expected. */
public final class InvalidConfiguration extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    InvalidConfiguration(String message) {
        super(message);
    }

    InvalidConfiguration(String message, Throwable cause) {
        super(message, cause);
    }
}
