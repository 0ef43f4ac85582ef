package dev.mastio.operator.instance;

import dev.mastio.operator.desired.DesiredProxySecret;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.SecretTexts;
import dev.mastio.operator.instance.apply.Annotations;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.tls.OrgRoot;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks for the Org Root of an instance, and for signs that there has been one. */
record OrgRootSearch(InstancePlan draft, Surroundings around, Unlabelled unlabelled) {

    /**
     * What was found, or what is made in its place.
     *
     * @param proxySecret the Secret beside it, which says whether there is one
     * @param used whether pods or a volume have been made before
     */
    OwnOrgRoot find(Optional<Secret> proxySecret, boolean used, Instant now) {
        if (draft.spec().pki().secretName() != null) return OwnOrgRoot.NONE;
        // An original makes its own.
        if (draft.spec().edge() != null) return OwnOrgRoot.NONE;
        // The Deployment speaks where somebody has deleted both Secrets.
        boolean announced = proxySecret.map(OrgRootSearch::announces).orElseGet(this::isMountedByPods);
        boolean begun = used || proxySecret.map(OrgRootSearch::opensAStore).orElse(false);
        return OwnOrgRoot.of(
                entries(announced || !begun), announced, begun, () -> OrgRoot.make(draft.organisation(), now));
    }

    /** @param thorough whether to ask the API server too: where all is said and none is expected, not in each pass */
    private Map<String, String> entries(boolean thorough) {
        return around.orgRoot()
                .or(() -> thorough ? unlabelled.secret(draft.names().orgRoot()) : Optional.empty())
                .<Map<String, String>>map(SecretTexts::of)
                .orElseGet(TreeMap::new);
    }

    private static boolean announces(Secret proxySecret) {
        return Annotations.read(proxySecret, DesiredProxySecret.ORG_ROOT).isPresent();
    }

    private static boolean opensAStore(Secret proxySecret) {
        return SecretTexts.of(proxySecret).containsKey(DesiredProxySecret.STORE_KEY);
    }

    private boolean isMountedByPods() {
        return OwnDeployment.of(unlabelled.instance(), around)
                .mounts(draft.names().orgRoot());
    }
}
