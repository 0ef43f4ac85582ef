package dev.mastio.local.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mastio.local.api.schema.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One version of one kind of object.
 *
 * @param storage where its objects are kept; the versions of a kind share it
 * @param subresources of {@code status}, {@code scale}, {@code log} …
 * @param lazySchema made when the first object of the kind comes
 * @param columns the additionalPrinterColumns of a custom kind, else missing
 * @param scalePaths the scale subresource of a custom kind, else missing
 * @param custom whether a CustomResourceDefinition made it
 */
public record Kind(
        String group,
        String version,
        String kind,
        String plural,
        String singular,
        boolean namespaced,
        String storage,
        List<String> shortNames,
        List<String> categories,
        Set<String> subresources,
        Supplier<Schema> lazySchema,
        JsonNode columns,
        JsonNode scalePaths,
        boolean custom) {

    static Kind builtin(
            String group,
            String version,
            Class<?> model,
            String plural,
            boolean namespaced,
            List<String> shortNames,
            List<String> categories,
            Set<String> subresources) {
        String kind = model.getSimpleName();
        return new Kind(
                group,
                version,
                kind,
                plural,
                kind.toLowerCase(Locale.ROOT),
                namespaced,
                plural + "." + group,
                shortNames,
                categories,
                subresources,
                () -> Schema.builtin(model.getName()),
                MissingNode.getInstance(),
                MissingNode.getInstance(),
                false);
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
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** As messages about invalid objects name it: {@code Deployment.apps}. */
    public String qualified() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    public boolean has(String subresource) {
        return subresources.contains(subresource);
    }

    public boolean is(String otherKind) {
        return !custom && kind.equals(otherKind);
    }

    /** Kinds without a desired state, such as ConfigMap, carry no generation. */
    public boolean countsGenerations() {
        return custom
                || (has("status")
                        && !Set.of("Namespace", "Node", "Service", "PersistentVolumeClaim")
                                .contains(kind));
    }
}
