package dev.mastio.local.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mastio.local.api.schema.Schema;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One version of one kind of object.
 *
 * @param storage where its objects are kept, which all versions of a kind share; empty for a kind that is only asked and never kept
 * @param subresources of {@code status}, {@code scale}, {@code log} …
 * @param selectable the fields that a field selector may name, beside name and namespace
 * @param lazySchema made when the first object of the kind comes
 * @param columns the additionalPrinterColumns of a custom kind, else missing
 * @param scalePaths the scale subresource of a custom kind, else missing
 * @param custom whether a CustomResourceDefinition made it
 */
public record Kind(
        String group,
        String version,
        Names names,
        boolean namespaced,
        String storage,
        Set<String> subresources,
        Set<String> selectable,
        Supplier<Schema> lazySchema,
        JsonNode columns,
        JsonNode scalePaths,
        boolean custom) {

    /** What a kind is called. */
    public record Names(
            String kind, String plural, String singular, List<String> shortNames, List<String> categories) {}

    public String kind() {
        return names.kind();
    }

    public String plural() {
        return names.plural();
    }

    public boolean isKept() {
        return !storage.isEmpty();
    }

    public Schema schema() {
        return lazySchema.get();
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Where its version is served, for example {@code /apis/apps/v1}. */
    public String basePath() {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    /** As messages name it: {@code deployments.apps}. */
    public String resource() {
        return group.isEmpty() ? plural() : plural() + "." + group;
    }

    /** As messages about invalid objects name it: {@code Deployment.apps}. */
    public String qualified() {
        return group.isEmpty() ? kind() : kind() + "." + group;
    }

    public boolean has(String subresource) {
        return subresources.contains(subresource);
    }

    public boolean is(String otherKind) {
        return !custom && kind().equals(otherKind);
    }

    /** Whether the answer to a deletion is the object, other than the news that it is gone. */
    public boolean isShownWhenDeleted() {
        return !custom
                && Set.of(
                                "Namespace",
                                "Pod",
                                "PersistentVolume",
                                "PersistentVolumeClaim",
                                "ResourceQuota",
                                "Service",
                                "ServiceAccount",
                                "StorageClass")
                        .contains(kind());
    }

    /** Where an object has the number of replicas that are wanted, as {@code .spec.replicas}. */
    public String replicasField() {
        return scalePaths().path("specReplicasPath").asText(".spec.replicas");
    }

    /** Whether a replacement must say which version it replaces. */
    public boolean needsVersion() {
        return custom
                || Set.of("Lease", "PodDisruptionBudget", "CustomResourceDefinition")
                        .contains(kind());
    }

    /** Whether replacing what is not there creates it. */
    public boolean isCreatedByReplacing() {
        return !custom
                && (group.equals("rbac.authorization.k8s.io")
                        || Set.of("Lease", "Event", "Service", "Endpoints", "LimitRange")
                                .contains(kind()));
    }

    /** Kinds without a desired state, such as ConfigMap, carry no generation. */
    public boolean countsGenerations() {
        return custom
                || is("NetworkPolicy")
                || (has("status")
                        && !Set.of("Namespace", "Node", "Service", "PersistentVolumeClaim")
                                .contains(kind()));
    }
}
