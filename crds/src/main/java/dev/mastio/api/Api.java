package dev.mastio.api;

/** The group, the version and the annotations that users may set on an instance. */
public final class Api {
    public static final String GROUP = "mastio.dev";
    public static final String VERSION = "v1alpha1";

    /** {@code "true"}: the operator validates and reports, but changes nothing. */
    public static final String PAUSE = GROUP + "/paused";

    /** A token chosen by the user: each new value starts one soak on demand. */
    public static final String RUN_SOAK = GROUP + "/run-soak";

    private Api() {}
}
