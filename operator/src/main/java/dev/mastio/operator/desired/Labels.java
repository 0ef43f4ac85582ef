package dev.mastio.operator.desired;

import dev.mastio.api.Api;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Labels and annotations that the operator sets, and the selector of the proxy's pods. */
public final class Labels {

    public static final String NAME = "app.kubernetes.io/name";
    public static final String INSTANCE = "app.kubernetes.io/instance";
    public static final String COMPONENT = "app.kubernetes.io/component";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String VERSION = "app.kubernetes.io/version";

    /** Value of {@link #NAME}. */
    public static final String MASTIO = "mastio";

    /** Value of {@link #MANAGED_BY}; informers select by it. */
    public static final String OPERATOR = "mastio-operator";

    /** On the pods: changes with settings and with Secrets that a proxy reads at its start, so that a change rolls the pods. */
    public static final String CHECKSUM = Api.GROUP + "/checksum";

    private static final int LONGEST_VALUE = 63;

    /** Which part of an instance an object belongs to. */
    public enum Component {
        PROXY,
        SOAK;

        /** The label's value. */
        public String value() {
            return this == PROXY ? "proxy" : "soak";
        }
    }

    /** Labels of every object of an instance. */
    static SortedMap<String, String> of(String instance, Component component, String version) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put(NAME, MASTIO);
        labels.put(INSTANCE, instance);
        labels.put(COMPONENT, component.value());
        labels.put(MANAGED_BY, OPERATOR);
        String value = labelValue(version);
        if (!value.isEmpty()) labels.put(VERSION, value);
        return labels;
    }

    /** What selects the proxy's pods; a Deployment's selector can't change, so the version is not in it. */
    public static SortedMap<String, String> selector(String instance) {
        return selector(instance, Component.PROXY);
    }

    /** What selects the pods of one part of an instance. */
    static SortedMap<String, String> selector(String instance, Component component) {
        return new TreeMap<>(Map.of(NAME, MASTIO, INSTANCE, instance, COMPONENT, component.value()));
    }

    /** The same as one string, for the scale subresource. */
    public static String selectorText(String instance) {
        return selector(instance).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }

    /** Whether only the operator may set this label or annotation. */
    static boolean reserved(String key) {
        return key.startsWith("app.kubernetes.io/") || key.startsWith(Api.GROUP + "/");
    }

    /** A tag may be longer than a label and end with a character that a label may not end with. */
    private static String labelValue(String tag) {
        String cut = tag.substring(0, Math.min(tag.length(), LONGEST_VALUE));
        return cut.replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
    }

    private Labels() {}
}
