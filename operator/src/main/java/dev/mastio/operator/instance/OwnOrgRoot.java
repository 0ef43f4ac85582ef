package dev.mastio.operator.instance;

import dev.mastio.operator.desired.DesiredOrgRootSecret;
import dev.mastio.operator.desired.DesiredProxySecret;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.desired.OrgRootEntries;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.report.Reason;
import dev.mastio.operator.tls.OrgRoot;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The Secret that the operator keeps for the Org Root of an instance that is given none. An Org Root is made for a new instance
 * only: a store that was begun with one takes no other.
 *
 * @param entries PEM texts by entry name; secret
 */
record OwnOrgRoot(State state, Map<String, String> entries) {

    /** How things stand. */
    enum State {
        /** There is no such Secret: the user gives the Org Root, or proxies made it before operators did, and keep it in the store. */
        NONE,
        KEPT,
        MADE,
        /** There was such a Secret, and it is gone or lacks something. */
        MISSING
    }

    /** Nothing to keep. */
    static final OwnOrgRoot NONE = new OwnOrgRoot(State.NONE, Map.of());

    /**
     * What follows from what was found.
     *
     * @param found what the Secret holds; empty without one
     * @param announced whether it is written down that there is such a Secret, which only happens once there is
     * @param used whether pods, a volume or a key of a store have been made before
     * @param root makes an Org Root
     */
    static OwnOrgRoot of(Map<String, String> found, boolean announced, boolean used, Supplier<OrgRoot> root) {
        if (OrgRootEntries.missing(found.keySet()).isEmpty()) return new OwnOrgRoot(State.KEPT, found);
        if (announced) return new OwnOrgRoot(State.MISSING, found);
        if (used) return NONE;
        if (!found.isEmpty()) return new OwnOrgRoot(State.MISSING, found);
        OrgRoot made = root.get();
        return new OwnOrgRoot(
                State.MADE, Map.of(OrgRootEntries.CERTIFICATE, made.certificate(), OrgRootEntries.KEY, made.key()));
    }

    /** Whether pods mount the Secret, or would if it were whole. */
    boolean isMounted() {
        return state != State.NONE;
    }

    /** Whether pods that start now would wait for it; those that run are left alone then. */
    boolean isMissing() {
        return state == State.MISSING;
    }

    /** Empty where there is none to keep. */
    Optional<Secret> secret(InstancePlan plan) {
        return isMounted() ? Optional.of(DesiredOrgRootSecret.of(plan, entries)) : Optional.empty();
    }

    Optional<News> news(InstancePlan plan) {
        return state == State.MADE
                ? Optional.of(News.normal(
                        "OrgRootCreated",
                        "an Org Root was made: keep a copy of the Secret "
                                + plan.names().orgRoot() + " with the backups of the store"))
                : Optional.empty();
    }

    /** What must be put back. */
    Optional<Claim> claim(InstancePlan plan) {
        if (!isMissing()) return Optional.empty();
        return Optional.of(
                Reason.OrgRootMissing.because("the Secret " + plan.names().orgRoot() + " has no "
                        + String.join(", ", OrgRootEntries.missing(entries.keySet()))
                        + ", and no other Org Root is made, because agents are known by this one: put it back (a pod that still"
                        + " runs has it in /etc/mastio/pki), or name a Secret that has it in spec.pki.secretName; if its key is lost, take the"
                        + " annotation " + DesiredProxySecret.ORG_ROOT + " off the Secret "
                        + plan.names().secrets()
                        + " to go on without. Until then pods are not replaced"));
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "OwnOrgRoot[" + state + "]";
    }
}
