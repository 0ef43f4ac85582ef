package dev.mastio.suite.faults.plan;

/** What is done to an instance or to its load. */
public enum Deed {
    CREATE("create"),
    /** Its user gives it another number of replicas. */
    SCALE("scale"),
    /** A token asks for a soak. */
    SOAK("soak"),
    /** Its pods' template changes. */
    TOUCH("touch"),
    /** From now on the operator decides about replicas, and knows nothing of the load. */
    FOLLOW("follow"),
    /** Its pods tell of a load that needs more of them. */
    SURGE("surge"),
    /** Its pods tell nothing any more. */
    SILENCE("silence"),
    /** From now on its user decides again. */
    LEAVE("leave"),
    DELETE("delete");

    private final String verb;

    Deed(String verb) {
        this.verb = verb;
    }

    @Override
    public String toString() {
        return verb;
    }
}
