package dev.mastio.operator.instance.look;

import java.io.Serial;

/** The operator stops: this pass ends here, and whoever comes next looks again. */
public final class StoppingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public StoppingException() {
        super("the operator stops", null, false, false);
    }
}
