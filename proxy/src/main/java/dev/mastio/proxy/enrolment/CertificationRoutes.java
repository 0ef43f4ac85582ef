package dev.mastio.proxy.enrolment;

import dev.mastio.proxy.ops.Family;
import dev.mastio.proxy.pki.Fingerprints;
import dev.mastio.proxy.pki.Pem;
import dev.mastio.proxy.wire.Fields;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Reply;
import dev.mastio.proxy.wire.Request;
import dev.mastio.proxy.wire.Route;
import dev.mastio.proxy.wire.Timestamp;
import java.security.cert.X509Certificate;
import java.util.List;

/** Where workloads ask for certificates. */
public final class CertificationRoutes {

    private final Certification certification;
    private final Requester.Authentication authentication;

    public CertificationRoutes(Certification certification, Requester.Authentication authentication) {
        this.certification = certification;
        this.authentication = authentication;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(Route.post("/v1/principals/csr", Family.ENROLLMENT, authentication.of(this::certify)));
    }

    private Reply certify(Request request, Requester caller) throws Exception {
        Fields fields = Fields.of(request.body());
        String principalId = fields.text("principal_id", 1, 512);
        String csr = fields.text("csr_pem", 128, 8_192);
        fields.check();
        List<X509Certificate> chain = certification.certify(caller, principalId, csr);
        return Reply.json(
                201,
                Json.object()
                        .put("cert_pem", Pem.text(chain))
                        .put("cert_thumbprint", Fingerprints.of(chain.getFirst()))
                        .put(
                                "cert_not_after",
                                Timestamp.text(chain.getFirst().getNotAfter().toInstant())));
    }
}
