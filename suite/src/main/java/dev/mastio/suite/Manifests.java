package dev.mastio.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Applies what lies under {@code manifests/} the way {@code kubectl apply --server-side -k} does. */
public final class Manifests {

    private static final YAMLMapper YAML = new YAMLMapper();
    /** As {@code kubectl} names itself, so that its users can go on from there without a conflict. */
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("kubectl")
            .withForce(true)
            .build();

    private Manifests() {}

    /** The files that a kustomization names, in its order; only {@code resources} are understood. */
    public static List<Path> filesOf(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        JsonNode kustomization =
                YAML.readTree(folder.resolve("kustomization.yaml").toFile());
        for (JsonNode resource : kustomization.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            if (Files.isDirectory(path)) files.addAll(filesOf(path));
            else files.add(path);
        }
        return files;
    }

    /** Applies a kustomization and returns how many objects that were. */
    public static int applyFolder(KubernetesClient client, Path folder) throws IOException {
        int applied = 0;
        for (Path file : filesOf(folder)) applied += apply(client, file, null);
        return applied;
    }

    /** Applies one file into the given namespace, if its objects name none. */
    public static int apply(KubernetesClient client, Path file, @Nullable String namespace) throws IOException {
        return apply(client, read(file), namespace);
    }

    /** The same with what was read before. */
    public static int apply(
            KubernetesClient client, List<GenericKubernetesResource> items, @Nullable String namespace) {
        for (GenericKubernetesResource item : items) {
            boolean definition = item.getKind().equals("CustomResourceDefinition");
            if (namespace != null && item.getMetadata().getNamespace() == null)
                item.getMetadata().setNamespace(namespace);
            client.genericKubernetesResources(item.getApiVersion(), item.getKind())
                    .resource(item)
                    .patch(APPLY);
            if (definition) awaitServed(client, item);
        }
        return items.size();
    }

    /** As they stand: Fabric8's own classes would add and leave out what the files do not. */
    public static List<GenericKubernetesResource> read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** Every document of a text. */
    public static List<GenericKubernetesResource> parse(String yaml) throws IOException {
        try (MappingIterator<GenericKubernetesResource> documents =
                YAML.readerFor(GenericKubernetesResource.class).readValues(yaml)) {
            return documents.readAll();
        }
    }

    /** Objects of a new kind are refused until the API server has taken it up. */
    static void awaitServed(KubernetesClient client, HasMetadata definition) {
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(definition.getMetadata().getName())
                .waitUntilCondition(
                        it -> it != null
                                && it.getStatus() != null
                                && it.getStatus().getConditions() != null
                                && it.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Established")
                                                        && condition.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
    }
}
