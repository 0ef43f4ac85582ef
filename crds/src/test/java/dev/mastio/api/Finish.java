package dev.mastio.api;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the generator has no annotation for. */
final class Finish implements CRDPostProcessor {

    private static final List<String> COLUMNS = List.of(
            "Class",
            "Cores",
            "Memory",
            "Ready",
            "Replicas",
            "Desired",
            "RPS",
            "Floor",
            "Source",
            "Soak",
            "Age",
            "Reason",
            "Scaling");

    private static final Map<String, String> CONDITION = Map.of(
            "type", "Which condition.",
            "status", "True, False or Unknown.",
            "reason", "Why, as one word that tools may rely on.",
            "message", "Why, as a sentence.",
            "lastTransitionTime", "When the status last changed.",
            "observedGeneration", "Generation of the spec that this condition is about.");

    @Override
    public HasMetadata process(HasMetadata resource, String version) {
        CustomResourceDefinitionSpec crd = ((CustomResourceDefinition) resource).getSpec();
        crd.getNames().setCategories(List.of("mastio"));
        for (CustomResourceDefinitionVersion served : crd.getVersions()) {
            served.getAdditionalPrinterColumns()
                    .sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.getName())));
            JSONSchemaProps root = served.getSchema().getOpenAPIV3Schema();
            root.setRequired(List.of("spec"));
            root.getProperties().entrySet().removeIf(section -> isEmpty(section.getValue()));
            describe(crd.getNames().getKind(), root);
            quantities(root);
            conditions(root.getProperties().get("status"));
        }
        return resource;
    }

    private static boolean isEmpty(JSONSchemaProps section) {
        return section.getProperties() == null || section.getProperties().isEmpty();
    }

    /** The sections, which are type parameters in Java and so have no place for a description. */
    private static void describe(String kind, JSONSchemaProps root) {
        boolean instance = kind.equals("MastioInstance");
        root.setDescription(
                instance
                        ? "One Mastio: what a user declares, and what the operator reports back."
                        : "The machines that replicas run on, and what one replica sustains there.");
        Crds.at(root, "spec")
                .setDescription(instance ? "What the user wants." : "What a machine of this class offers.");
        if (instance) Crds.at(root, "status").setDescription("What the operator reports.");
    }

    /** Bounds on a field of this type reach the schema by no annotation. */
    private static void quantities(JSONSchemaProps schema) {
        if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
            schema.setPattern(Api.QUANTITY);
            schema.setMinimum(1.0);
        }
        if (schema.getProperties() != null) schema.getProperties().values().forEach(Finish::quantities);
        if (schema.getItems() != null) quantities(schema.getItems().getSchema());
    }

    /** As a plain list, two writers of conditions would replace each other's. */
    private static void conditions(@Nullable JSONSchemaProps status) {
        if (status == null) return;
        JSONSchemaProps conditions = Crds.at(status, "conditions");
        conditions.setXKubernetesListType("map");
        conditions.setXKubernetesListMapKeys(List.of("type"));
        JSONSchemaProps one = conditions.getItems().getSchema();
        one.setRequired(List.of("type", "status"));
        one.getProperties().forEach((name, field) -> field.setDescription(CONDITION.get(name)));
    }
}
