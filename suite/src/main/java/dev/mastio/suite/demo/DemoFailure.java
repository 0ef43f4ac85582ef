package dev.mastio.suite.demo;

import java.io.Serial;

/** A step of the demo that did not happen. */
final class DemoFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }
}
