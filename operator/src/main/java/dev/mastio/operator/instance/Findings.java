package dev.mastio.operator.instance;

import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.ConditionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a pass says, of which each condition can hold only one thing.
 *
 * @param seen what the Deployment, the autoscaler and the soaks say of themselves
 * @param basis on what basis this happens; it wins over what the Deployment says
 * @param keys what is missing of the instance's own Secrets; it wins over the basis
 * @param unserved the failure for which clients are not served, or not by what is declared
 * @param beside the failure of something else
 */
record Findings(
        List<Claim> seen, List<Claim> basis, List<Claim> keys, Optional<Claim> unserved, Optional<Claim> beside) {

    /** For the status. */
    List<Claim> claims() {
        List<Claim> claims = new ArrayList<>(seen);
        basis.forEach(claim -> replace(claims, claim));
        keys.forEach(claim -> replace(claims, claim));
        Optional<Claim> lost = keys.stream()
                .filter(claim -> claim.type() == ConditionType.Ready)
                .reduce((_, last) -> last);
        // A name that is taken may be that of what seems lost.
        boolean first = lost.isEmpty() || unserved.filter(Failures::isNameTaken).isPresent();
        if (first) unserved.ifPresent(claim -> replace(claims, claim));
        // That something was lost must stay in the status until it is back, whatever else fails.
        (unserved.isEmpty() || lost.isEmpty() ? beside : first ? lost : unserved)
                .map(Failures::degraded)
                .ifPresent(claims::add);
        return claims;
    }

    private static void replace(List<Claim> claims, Claim claim) {
        claims.removeIf(other -> other.type() == claim.type());
        claims.add(claim);
    }
}
