package dev.mastio.operator.instance.look;

import java.io.Serial;
import java.util.function.BooleanSupplier;

/** The operator stops: this pass ends here, and whoever comes next looks again. */
public final class StoppingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private StoppingException() {
        super("the operator stops", null, false, false);
    }

    /** Ends this pass if the operator stops. */
    public static void throwIf(BooleanSupplier stopping) {
        if (stopping.getAsBoolean()) throw new StoppingException();
    }
}
