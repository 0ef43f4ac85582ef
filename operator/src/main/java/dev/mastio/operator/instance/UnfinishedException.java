package dev.mastio.operator.instance;

import dev.mastio.operator.instance.report.Claim;
import java.io.Serial;

/** Tells the SDK to try again. The status says why already, so the stack is of no use to anybody. */
final class UnfinishedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private UnfinishedException(String message) {
        super(message, null, false, false);
    }

    static UnfinishedException because(Claim failure) {
        return new UnfinishedException(failure.reason() + ": " + failure.message());
    }
}
