package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.pki.Authority;
import dev.mastio.proxy.registry.PrincipalType;
import dev.mastio.proxy.wire.Refusal;
import java.util.List;

/**
 * Whom a certification request is for, as {@code trust_domain/org/type/name}.
 *
 * @param type user or workload; agents come in by other ways
 */
record Subject(PrincipalType type, String name) {

    private static final int PARTS = 4;

    /**
     * Reads it.
     *
     * @throws Refusal 400 if it is none, 403 if it is not of this organisation
     */
    static Subject of(String principalId, Authority authority) throws Refusal {
        List<String> parts = List.of(principalId.split("/", -1));
        if (parts.size() != PARTS || !AgentName.PATTERN.matcher(parts.get(3)).matches()) {
            throw new Refusal(400, "principal_id must be {trust_domain}/{org}/{type}/{name}");
        }
        if (!parts.get(0).equals(authority.trustDomain()) || !parts.get(1).equals(authority.org())) {
            throw new Refusal(403, "principal_id belongs to another organisation");
        }
        for (PrincipalType type : PrincipalType.values()) {
            if (type.wire().equals(parts.get(2))) {
                return new Subject(type, parts.get(3));
            }
        }
        throw new Refusal(400, "principal_id type must be user or workload");
    }

    String id(String org) {
        return type.id(org, name);
    }

    /** Who may ask for its certificate: workloads for the users that they serve, and for themselves. */
    boolean mayBeRequestedBy(Requester caller, String org) {
        if (!caller.principalType().equals(PrincipalType.WORKLOAD.wire())) {
            return false;
        }
        return type == PrincipalType.USER
                || caller.id().equals(id(org))
                || caller.id().equals(new AgentName(name).id(org));
    }
}
