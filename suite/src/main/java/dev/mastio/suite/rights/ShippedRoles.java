package dev.mastio.suite.rights;

import dev.mastio.suite.Manifests;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The roles of the operator, as in {@code manifests/}, and that of a soak, as the operator makes it. */
record ShippedRoles(List<Right> operator, List<Right> soak) {

    /** What the operator makes for an instance `branch` in the namespace `edge`; held to it by a test of the operator. */
    private static final String SOAK = "operator/src/test/resources/desired/everything/Role-branch-soak.yaml";

    /** Reads them from a checkout. */
    static ShippedRoles in(Path root) throws IOException {
        List<Right> operator = new ArrayList<>();
        Path folder = root.resolve("manifests/operator");
        for (Path file : Manifests.filesOf(folder)) operator.addAll(rights(Files.readString(file)));
        String soak = Files.readString(root.resolve(SOAK))
                .replaceAll("\\bbranch\\b", Account.ANY_INSTANCE)
                .replaceAll("\\bedge\\b", Account.ANY_NAMESPACE);
        return new ShippedRoles(List.copyOf(operator), rights(soak));
    }

    List<Right> of(Account account) {
        return switch (account) {
            case OPERATOR -> operator;
            case SOAK -> soak;
            case PROXY -> List.of();
        };
    }

    private static List<Right> rights(String yaml) throws IOException {
        List<Right> rights = new ArrayList<>();
        for (GenericKubernetesResource object : Manifests.parse(yaml)) {
            if (object.getKind().equals("Role") || object.getKind().equals("ClusterRole"))
                rights.addAll(Right.of(object));
        }
        return rights;
    }
}
