package dev.mastio.proxy.auth.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Refusal;
import java.util.Locale;

/** Why a client certificate was not enough. Clients branch on the reason, people read the hint. */
enum CertificateRefusal {
    CLIENT_CERT_NOT_VERIFIED("present a client certificate that this organisation's CA issued"),
    CLIENT_CERT_NO_PARSEABLE_IDENTITY("the certificate names neither a SPIFFE identity nor org::name"),
    CLIENT_CERT_ORG_MISMATCH("the certificate is of another organisation"),
    AGENT_UNKNOWN_OR_INACTIVE("the agent is not enrolled here, or was deactivated"),
    AGENT_CERT_PIN_UNAVAILABLE("no certificate of this agent is on record; enrol it again"),
    CLIENT_CERT_PIN_MISMATCH("this is not the certificate on record; use the latest one, or enrol again"),
    TYPED_PRINCIPAL_UNKNOWN("this user or workload is not known here"),
    TYPED_PRINCIPAL_NOT_YET_ENROLLED("this user or workload has no key on record yet"),
    CLIENT_CERT_PUBKEY_NOT_BOUND_TO_PRINCIPAL("the certificate's key is not the one on record");

    private static final String DOCS = "https://docs.cullis.io/runbook/mastio-mtls-auth";

    private final String hint;

    CertificateRefusal(String hint) {
        this.hint = hint;
    }

    Refusal refusal() {
        ObjectNode detail = Json.object()
                .put("reason", name().toLowerCase(Locale.ROOT))
                .put("hint", hint)
                .put("docs", DOCS);
        return new Refusal(401, detail);
    }
}
