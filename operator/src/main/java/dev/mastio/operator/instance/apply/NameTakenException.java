package dev.mastio.operator.instance.apply;

import java.io.Serial;

/** An object that the instance needs exists under that name and belongs to somebody else. */
public final class NameTakenException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String explanation;

    NameTakenException(String kind, String name, String owner) {
        this(kind + " " + name + " exists and belongs to " + owner
                + ": remove or rename it, or give the instance another name");
    }

    private NameTakenException(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    /** What is taken, by whom, and what to do. */
    public String explanation() {
        return explanation;
    }
}
