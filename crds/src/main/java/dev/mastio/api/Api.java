package dev.mastio.api;

/** The group, the version, and the annotations and labels that users may set. */
public final class Api {
    public static final String GROUP = "mastio.dev";
    public static final String VERSION = "v1alpha1";

    /** {@code "true"}: the operator validates and reports, but changes nothing. */
    public static final String PAUSE = GROUP + "/paused";

    /** A token chosen by the user: each new value starts one soak on demand. */
    public static final String RUN_SOAK = GROUP + "/run-soak";

    /** Label of a namespace, {@code "true"}: its pods may read the metrics of instances, wherever they are. */
    public static final String METRICS = GROUP + "/metrics";

    /** What any quantity of the API looks like: more than nothing, and not so large that counting it would take for ever. */
    static final String QUANTITY =
            "^([1-9][0-9]{0,14}(\\.[0-9]{1,9})?|0\\.[0-9]{0,8}[1-9])(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";

    private Api() {}
}
