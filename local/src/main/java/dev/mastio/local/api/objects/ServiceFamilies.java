package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.wire.Cause;
import dev.mastio.local.api.wire.Json;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The families of addresses of a Service, of which the embedded cluster has one, as a real one has that is not set up for two. A Service
 * without addresses and without a selector may say what it likes.
 */
final class ServiceFamilies {
    private static final String POLICY = "ipFamilyPolicy";
    private static final String FAMILIES = "ipFamilies";
    private static final String SINGLE = "SingleStack";
    private static final String BOTH = "RequireDualStack";

    private final ObjectNode spec;
    private final JsonNode before;
    private final List<Cause> causes = new ArrayList<>();

    private ServiceFamilies(ObjectNode spec, JsonNode before) {
        this.spec = spec;
        this.before = before;
    }

    /** Fills in what is left out; returns what is wrong, after which a real server looks at nothing else. */
    static List<Cause> fill(ObjectNode service, @Nullable ObjectNode before) {
        if (!(service.get("spec") instanceof ObjectNode spec)
                || spec.path("type").asText().equals("ExternalName")) return List.of();
        ServiceFamilies families =
                new ServiceFamilies(spec, before == null ? MissingNode.getInstance() : before.path("spec"));
        families.fill();
        return families.causes;
    }

    private void fill() {
        checkAddress();
        if (!causes.isEmpty()) return;
        boolean anywhere = isHeadless() && spec.path("selector").isEmpty();
        if (!spec.has(POLICY)) spec.put(POLICY, before.path(POLICY).asText(anywhere ? BOTH : SINGLE));
        boolean single = spec.path(POLICY).asText().equals(SINGLE);
        if (single) release();
        else if (!families().isEmpty() && families().size() < former().size())
            wrong(POLICY, "must be 'SingleStack' to release the secondary IP family");
        if (single && families().size() > 1)
            wrong(POLICY, "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified");
        if (causes.isEmpty() && !anywhere) requireOne();
        if (!causes.isEmpty()) return;
        if (families().isEmpty()) spec.putArray(FAMILIES).add("IPv4");
        if (anywhere && !single && families().size() == 1)
            spec.withArray(FAMILIES).add(families().path(0).asText().equals("IPv4") ? "IPv6" : "IPv4");
    }

    private void checkAddress() {
        String address = spec.path("clusterIP").asText("");
        String former = before.path("clusterIP").asText("");
        if (address.isEmpty()) return;
        if (!address.equals("None") && !isAddress(address))
            wrong("clusterIPs[0]", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        else if (!former.isEmpty() && !address.equals(former)) wrong("clusterIPs[0]", "may not change once set");
    }

    private static boolean isAddress(String text) {
        try {
            // Of the forms of IPv4 that Java reads only one is one.
            return (text.contains(":") || text.matches("\\d+(\\.\\d+){3}")) && InetAddress.ofLiteral(text) != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** Who leaves out the address keeps the one that there is. */
    private boolean isHeadless() {
        return spec.path("clusterIP").asText(before.path("clusterIP").asText()).equals("None");
    }

    private JsonNode families() {
        return spec.path(FAMILIES);
    }

    private JsonNode former() {
        return before.path(FAMILIES);
    }

    /** To go over to one family is enough: the other needn't be taken away by hand. */
    private void release() {
        if (families().size() > 1 && families().equals(former()))
            spec.putArray(FAMILIES).add(former().get(0));
    }

    private void requireOne() {
        if (spec.path(POLICY).asText().equals(BOTH))
            wrong(POLICY, "this cluster is not configured for dual-stack services");
        List<String> families = Json.texts(families());
        for (int i = 0; i < families.size(); i++)
            if (!families.get(i).equals("IPv4")) wrong(FAMILIES + "[" + i + "]", "not configured on this cluster");
    }

    private void wrong(String field, String why) {
        causes.add(Cause.invalid("spec." + field, why));
    }
}
