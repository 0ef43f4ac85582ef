package dev.mastio.operator.desired;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The host names that clients call the server by, whoever certifies them. */
public final class ServerNames {

    /** Those of the Service, of port-forwards, and those of the user. The first is short enough for a common name. */
    public static Set<String> of(InstancePlan plan) {
        String service = plan.name() + "." + plan.namespace();
        Set<String> names = new LinkedHashSet<>(
                List.of(plan.name(), service, service + ".svc", service + ".svc.cluster.local", "localhost"));
        names.addAll(new TreeSet<>(plan.spec().tls().dnsNames()));
        return names;
    }

    private ServerNames() {}
}
