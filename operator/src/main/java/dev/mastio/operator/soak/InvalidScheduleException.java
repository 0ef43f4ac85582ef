package dev.mastio.operator.soak;

/** A schedule or a time zone that a CronJob could not run on. The message says what to write instead. */
public final class InvalidScheduleException extends IllegalArgumentException {

    InvalidScheduleException(String message) {
        super(message);
    }
}
