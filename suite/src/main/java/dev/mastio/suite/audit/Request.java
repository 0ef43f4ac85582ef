package dev.mastio.suite.audit;

import java.time.Instant;
import java.util.Set;

/**
 * A request as the API server's audit log tells of it.
 *
 * @param resource as {@code kubectl} writes it: {@code deployments.apps}, {@code mastioinstances.mastio.dev/status}
 * @param namespace empty for what belongs to none, and for a list of all
 * @param name empty for a list, and where the server chooses or reads it from the body
 * @param code of the answer; 0 while there is none
 * @param permitted whether an authoriser let it in
 * @param because what the authoriser said, with the role by which it did
 * @param message of an answer that is an error
 */
public record Request(
        Instant at,
        String user,
        String verb,
        String resource,
        String namespace,
        String name,
        int code,
        boolean permitted,
        String because,
        String message) {

    private static final int CREATED = 201;
    private static final int FORBIDDEN = 403;
    private static final Set<String> WRITING = Set.of("create", "update", "patch", "delete", "deletecollection");

    /** {@code deployments} of group {@code apps} is {@code deployments.apps}; a subresource comes last. */
    public static String resource(String group, String resource) {
        if (group.isEmpty()) return resource;
        int slash = resource.indexOf('/');
        return slash < 0
                ? resource + "." + group
                : resource.substring(0, slash) + "." + group + resource.substring(slash);
    }

    /** The rights that it took: applying an object that is not there asks for the right to create it, too. */
    public Set<String> verbs() {
        return verb.equals("patch") && code == CREATED ? Set.of("patch", "create") : Set.of(verb);
    }

    /** Whether it changes something, or tries to. */
    public boolean isWrite() {
        return WRITING.contains(verb);
    }

    /** For want of a right, be it by an authoriser or because nobody can hand out what he does not have. */
    public boolean isRefused() {
        return !permitted || (code == FORBIDDEN && !message.contains("because it is being terminated"));
    }

    /** Whether Kubernetes lets everybody do that who has an account at all. */
    public boolean isEverybodysRight() {
        return because.contains("ClusterRole \"system:basic-user\"")
                || because.contains("ClusterRole \"system:discovery\"");
    }

    /** The same for an object of another place and name. */
    public Request in(String otherNamespace, String otherName) {
        return new Request(at, user, verb, resource, otherNamespace, otherName, code, permitted, because, message);
    }

    @Override
    public String toString() {
        return "%s %s %s %s/%s: %d %s".formatted(user, verb, resource, namespace, name, code, message);
    }
}
