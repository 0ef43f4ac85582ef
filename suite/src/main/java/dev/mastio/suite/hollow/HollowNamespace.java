package dev.mastio.suite.hollow;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Where hollow instances are made. */
public final class HollowNamespace {

    /** Secret with a database that hollow pods don't ask. */
    public static final String DATABASE = "db";

    private HollowNamespace() {}

    /** Makes it, with the Secret of the database. */
    public static void create(KubernetesClient client, String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(DATABASE)
                        .withNamespace(name)
                        .endMetadata()
                        .addToStringData("url", "postgresql://nowhere:5432/mastio")
                        .addToStringData("username", "mastio")
                        .addToStringData("password", "asked-for-by-nobody")
                        .build())
                .create();
    }
}
