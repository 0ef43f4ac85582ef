package dev.mastio.operator.soak;

import java.io.Serial;

/** A schedule or a time zone that a CronJob could not run on. The message says what to write instead. */
public final class InvalidScheduleException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    InvalidScheduleException(String message) {
        super(message);
    }
}
