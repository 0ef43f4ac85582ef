package dev.mastio.operator.instance;

import dev.mastio.operator.desired.DesiredTlsSecret;
import dev.mastio.operator.desired.InstancePlan;
import dev.mastio.operator.instance.report.Claim;
import dev.mastio.operator.instance.report.News;
import dev.mastio.operator.instance.report.Reason;
import dev.mastio.operator.tls.PkiState;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * The CA that the operator keeps for one instance, with the server certificate that it signs.
 *
 * @param pki what its Secret shall hold; empty where the user or the organisation vouches for the server
 * @param needed whether another would be made if it went away
 */
record OwnCa(Optional<PkiState> pki, boolean needed) {

    static final OwnCa NONE = new OwnCa(Optional.empty(), false);

    static OwnCa of(PkiState pki, boolean needed) {
        return new OwnCa(Optional.of(pki), needed);
    }

    /** Whether there is one. */
    boolean isKept() {
        return pki.isPresent();
    }

    /** Empty where there is none. */
    Optional<Secret> secret(InstancePlan plan) {
        return pki.map(state -> DesiredTlsSecret.of(plan, state.entries()));
    }

    /** When the certificate has to be looked at again; never, if others renew it. */
    Instant renewAt() {
        return pki.map(PkiState::renewAt).orElse(Instant.MAX);
    }

    Optional<News> news() {
        return pki.flatMap(state -> switch (state.change()) {
            case KEPT, HELD -> Optional.empty();
            case CREATED -> Optional.of(News.normal("PkiCreated", "a CA and a server certificate were made"));
            case SERVER_RENEWED -> Optional.of(News.normal("CertificateRenewed", "the server certificate was renewed"));
            case AUTHORITY_RENEWED ->
                Optional.of(
                        News.normal("AuthorityRenewed", "the CA's certificate was renewed with the same key and name"));
            case REPLACED ->
                Optional.of(News.warning(
                        "PkiReplaced", "the CA could not be read and was made anew: give clients the new ca.crt"));
        });
    }

    /** What keeps the certificate from being renewed, if anything does. */
    Optional<Claim> claim() {
        return pki.filter(state -> state.change() == PkiState.Change.HELD)
                .map(state -> Reason.AuthorityKeyMissing.because(
                        "the CA's key is not in the Secret, so the server certificate can't be renewed: put ca.key back, or"
                                + " delete the Secret to have " + successor()));
    }

    private String successor() {
        return needed
                ? "a new CA made, which clients must be given"
                : "the organisation vouch for the server, whose org-ca.crt clients must be given";
    }
}
