package dev.mastio.suite.rights;

import dev.mastio.suite.audit.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one account may do beside what it did.
 *
 * @param requests that were let in
 * @param uses how many of them took each right; every right is there
 * @param refused requests that were turned away for want of a right
 * @param foreign requests that were let in by a role that is not shipped
 */
record Comparison(
        Account account, int requests, Map<Right, Integer> uses, List<Request> refused, List<Request> foreign) {

    private static final String OWNERSHIP =
            "Asked for while the owners of an object that is there change, as they do with `onDelete`, where the admission plugin "
                    + "`OwnerReferencesPermissionEnforcement` is on, as it was here. Nothing is deleted by it.";

    /** Rights that are needed although no request takes them, by what they say of themselves, each with the reason. */
    static final Map<String, String> TAKEN_BY_NO_REQUEST = Map.of(
            "ClusterRole mastio-operator-dependent: update mastioinstances.mastio.dev/finalizers",
            "Asked for while an object with an owner is made, where the admission plugin `OwnerReferencesPermissionEnforcement` is on, as it was here.",
            "ClusterRole mastio-operator-dependent: delete persistentvolumeclaims",
            OWNERSHIP,
            "ClusterRole mastio-operator-dependent: delete secrets",
            OWNERSHIP,
            "ClusterRole mastio-operator-dependent: list endpointslices.discovery.k8s.io",
            "Handed on to soaks: the API server lets nobody grant what he does not hold.");

    /** @param all the whole log: once a namespace is being deleted, what is refused there says nothing, as its bindings may be gone */
    static Comparison of(Account account, List<Right> rights, List<Request> all) {
        Map<String, Instant> deleted = new HashMap<>();
        for (Request request : all) {
            if (request.verb().equals("delete") && request.resource().equals("namespaces"))
                deleted.putIfAbsent(request.name(), request.at());
        }
        Map<Right, Integer> uses = new LinkedHashMap<>();
        rights.forEach(right -> uses.put(right, 0));
        List<Request> refused = new ArrayList<>();
        List<Request> foreign = new ArrayList<>();
        int requests = 0;
        for (Request request : all) {
            if (!account.made(request)) continue;
            if (request.isRefused()) {
                Instant end = deleted.getOrDefault(request.namespace(), Instant.MAX);
                if (request.at().isBefore(end)) refused.add(request);
                continue;
            }
            requests++;
            Request general = account.generalised(request);
            List<Right> used =
                    rights.stream().filter(right -> right.isUsedBy(general)).toList();
            used.forEach(right -> uses.merge(right, 1, Integer::sum));
            if (used.isEmpty() && !request.isEverybodysRight()) foreign.add(request);
        }
        return new Comparison(account, requests, uses, refused, foreign);
    }

    /** Rights that nothing needs, as far as the log tells. */
    List<Right> unused() {
        return takenByNone()
                .filter(right -> !TAKEN_BY_NO_REQUEST.containsKey(right.toString()))
                .toList();
    }

    /** How many rights are needed although no request took them. */
    long takenByNoRequest() {
        return takenByNone()
                .filter(right -> TAKEN_BY_NO_REQUEST.containsKey(right.toString()))
                .count();
    }

    private Stream<Right> takenByNone() {
        return uses.entrySet().stream().filter(use -> use.getValue() == 0).map(Map.Entry::getKey);
    }

    /** Whether the rights are those that are needed, and all of them. */
    boolean isExact() {
        return refused.isEmpty() && foreign.isEmpty() && unused().isEmpty();
    }
}
