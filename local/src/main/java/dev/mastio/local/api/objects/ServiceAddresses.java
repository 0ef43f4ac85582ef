package dev.mastio.local.api.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.local.api.store.Store;
import dev.mastio.local.api.wire.Cause;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives each Service an address of loopback, on which the node can really listen.
 *
 * <p>Addresses go round the whole range before one is used again, so that a client of a deleted Service does not reach another one.
 */
public final class ServiceAddresses {
    private final Store store;
    private final long first;
    private final long size;
    private long next;

    /**
     * Reads a range.
     *
     * @param range as {@code 127.96.0.0/16}
     */
    public ServiceAddresses(Store store, String range) {
        this.store = store;
        int slash = range.indexOf('/');
        size = 1L << (32 - Integer.parseInt(range.substring(slash + 1)));
        first = number(range.substring(0, slash));
    }

    /** Fills in the addresses of a Service; says what is wrong with one that it asks for. */
    Optional<Cause> assign(ObjectNode service, @Nullable ObjectNode before) {
        if (!(service.get("spec") instanceof ObjectNode spec)
                || spec.path("type").asText().equals("ExternalName")) return Optional.empty();
        JsonNode kept = before == null ? null : before.at("/spec").get("clusterIP");
        String asked = spec.path("clusterIP").asText("");
        if (asked.isEmpty()) spec.put("clusterIP", kept == null ? free() : kept.asText());
        else if (kept == null && !asked.equals("None") && (!contains(asked) || used().contains(asked)))
            return Optional.of(Cause.invalid(
                    "spec.clusterIPs",
                    "\"" + asked + "\"",
                    "failed to allocate IP " + asked + ": it is in use, or not in the range of the embedded cluster"));
        spec.putArray("clusterIPs").add(spec.get("clusterIP"));
        return Optional.empty();
    }

    private String free() {
        Set<String> used = used();
        for (long tried = 0; tried < size; tried++) {
            next = next % (size - 2) + 1;
            String address = text(first + next);
            if (!used.contains(address)) return address;
        }
        throw new IllegalStateException("all " + size + " addresses for Services are in use");
    }

    private Set<String> used() {
        Set<String> used = new HashSet<>();
        for (ObjectNode service : store.list("services.", ""))
            used.add(service.at("/spec/clusterIP").asText());
        return used;
    }

    private boolean contains(String address) {
        if (!address.matches("\\d+(\\.\\d+){3}")) return false;
        long number = number(address);
        return number > first && number < first + size - 1;
    }

    private static long number(String address) {
        return Stream.of(address.split("\\.", -1))
                .mapToLong(Long::parseLong)
                .reduce(0, (sum, part) -> sum * 256 + part);
    }

    private static String text(long number) {
        return Stream.of(24, 16, 8, 0)
                .map(shift -> Long.toString((number >> shift) & 255))
                .collect(Collectors.joining("."));
    }
}
