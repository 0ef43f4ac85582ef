package dev.mastio.operator.desired;

import dev.mastio.api.MastioInstanceSpec;

/** Whether a CA of the instance's own vouches for its server, or the user does, or the organisation. */
public final class OwnCaRule {

    /**
     * Follows from the spec and from what is in the cluster, so that each operator finds the same.
     *
     * @param present whether there is such a CA already: clients have come to trust it
     * @param ownOrgRoot whether the Org Root lies in a Secret that the operator made for it
     */
    public static boolean applies(MastioInstanceSpec spec, boolean present, boolean ownOrgRoot) {
        if (spec.tls().secretName() != null) return false;
        // An edge is a member of no organisation; and of a root in the store nobody could tell clients where it is.
        boolean organisation = spec.edge() == null && (ownOrgRoot || spec.pki().secretName() != null);
        return present || !organisation;
    }

    private OwnCaRule() {}
}
