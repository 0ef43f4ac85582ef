package dev.mastio.operator.desired;

import dev.mastio.api.Api;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What all replicas of a Mastio know and nobody else: the admin secret, and the keys for cookies and for the store. */
public final class DesiredProxySecret {

    /** Name of the entry that opens the private keys in the store. */
    public static final String STORE_KEY = MountedSecrets.DB_ENCRYPTION_KEY;

    /**
     * Annotation: name of the Secret in which the operator keeps this instance's Org Root. It is written after that Secret, and lives
     * as long as the store's key: where it is and that Secret is not, an Org Root was lost.
     */
    public static final String ORG_ROOT = Api.GROUP + "/org-root";

    /** Names of the entries. */
    public static final List<String> ENTRIES = List.of(
            MountedSecrets.ADMIN_SECRET, MountedSecrets.DASHBOARD_SIGNING_KEY, MountedSecrets.DB_ENCRYPTION_KEY);

    /**
     * The Secret; with {@code onDelete: Retain} it has no owner, like the store, whose private keys nothing else opens.
     *
     * @param values texts for {@link #ENTRIES}, of 32 characters or more each; where {@link #STORE_KEY} is lost, without it: pods
     *     that start wait until it is back
     */
    public static Secret of(InstancePlan plan, Map<String, String> values) {
        return new SecretBuilder()
                .withMetadata(metadata(plan))
                .withType("Opaque")
                .withData(SecretTexts.encoded(values))
                .build();
    }

    private static ObjectMeta metadata(InstancePlan plan) {
        ObjectMeta kept = plan.kept(plan.names().secrets());
        return plan.ownOrgRoot()
                ? new ObjectMetaBuilder(kept)
                        .addToAnnotations(ORG_ROOT, plan.names().orgRoot())
                        .build()
                : kept;
    }

    /** The text of a new entry. The store's key is marked as a key, lest every start of a proxy derive one from it as from a passphrase. */
    public static String text(String entry, byte[] random) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return entry.equals(MountedSecrets.DB_ENCRYPTION_KEY) ? "raw:" + text : text;
    }

    private DesiredProxySecret() {}
}
