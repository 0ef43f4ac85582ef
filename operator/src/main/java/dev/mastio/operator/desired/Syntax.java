package dev.mastio.operator.desired;

import java.util.Locale;
import java.util.regex.Pattern;

/** How names are spelled in Kubernetes and its neighbours. */
final class Syntax {

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern OBJECT =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Pattern PLUGIN = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9_.]*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

    static boolean isServiceName(String name) {
        return SERVICE.matcher(name).matches();
    }

    static boolean isObjectName(String name) {
        return name.length() <= LONGEST_NAME && OBJECT.matcher(name).matches();
    }

    /** A host, or all hosts of a domain. */
    static boolean isDnsName(String name) {
        String host = name.startsWith("*.") ? name.substring(2) : name;
        return isObjectName(host.toLowerCase(Locale.ROOT));
    }

    static boolean isPluginName(String name) {
        return PLUGIN.matcher(name).matches();
    }

    static boolean isVariableName(String name) {
        return VARIABLE.matcher(name).matches();
    }

    /** Of labels and annotations: a name, with or without a domain before it. */
    static boolean isKey(String key) {
        int slash = key.indexOf('/');
        return (slash < 0 || isObjectName(key.substring(0, slash))) && isLabel(key.substring(slash + 1));
    }

    static boolean isLabelValue(String value) {
        return value.isEmpty() || isLabel(value);
    }

    private static boolean isLabel(String text) {
        return text.length() <= LONGEST_LABEL && LABEL.matcher(text).matches();
    }

    private Syntax() {}
}
