package dev.mastio.operator.instance;

import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.OwnCaRule;
import dev.mastio.operator.desired.SecretTexts;
import dev.mastio.operator.desired.ServerNames;
import dev.mastio.operator.instance.look.Surroundings;
import dev.mastio.operator.tls.SelfManagedPki;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/** Looks for the CA of an instance's own, and settles whether it has one. */
record OwnCaSearch(InstancePlan draft, Surroundings around, Unlabelled unlabelled) {

    /** What was found, renewed if need be; or what is made where nobody else vouches for the server. */
    OwnCa find(OwnOrgRoot root, Instant now) {
        if (draft.spec().tls().secretName() != null) return OwnCa.NONE;
        boolean needed = OwnCaRule.applies(draft.spec(), false, root.isMounted());
        Optional<Secret> found = secret(needed);
        boolean present = found.isPresent() || mountsAStranger();
        if (!OwnCaRule.applies(draft.spec(), present, root.isMounted())) return OwnCa.NONE;
        SelfManagedPki pki = new SelfManagedPki(draft.namespace(), draft.name(), ServerNames.of(draft));
        return OwnCa.of(pki.ensure(found.map(SecretTexts::of).orElseGet(TreeMap::new), now), needed);
    }

    /** Asks the API server too where one that has lost its label would be made anew or given up; where pods show a made one, not in each pass. */
    private Optional<Secret> secret(boolean needed) {
        OwnDeployment pods = pods();
        boolean thorough = needed || !pods.exists() || pods.hasCertificateFiles();
        return around.pki().or(() -> thorough ? unlabelled.secret(draft.names().tls()) : Optional.empty());
    }

    /** Clients trust what pods show: one that has lost all its labels is planned for, so that it is reported and not given up. */
    private boolean mountsAStranger() {
        return pods().mounts(draft.names().tls())
                && unlabelled.isTaken(draft.names().tls());
    }

    private OwnDeployment pods() {
        return OwnDeployment.of(unlabelled.instance(), around);
    }
}
