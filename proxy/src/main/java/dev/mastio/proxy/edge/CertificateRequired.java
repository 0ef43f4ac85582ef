package dev.mastio.proxy.edge;

import dev.mastio.proxy.edge.tls.ClientCertificate;
import dev.mastio.proxy.wire.Reply;

/** The answer of routes that need a client certificate to those who have none that counts. HTML, as the edge's own always was. */
final class CertificateRequired {

    private CertificateRequired() {}

    static Reply answer(ClientCertificate shown) {
        String reason = switch (shown) {
            case ClientCertificate.None() -> "This path needs a client certificate, and none was shown.";
            case ClientCertificate.Untrusted(var leaf, String why) ->
                "The client certificate is not trusted: " + escaped(why);
            case ClientCertificate.Verified(var chain) ->
                throw new IllegalArgumentException("this certificate is good");
        };
        return Reply.text(401, "text/html", """
                <html>
                <head><title>401 Authorization Required</title></head>
                <body>
                <h1>401 Authorization Required</h1>
                <p>%s</p>
                </body>
                </html>
                """.formatted(reason));
    }

    /** Reasons quote the certificate now and then, and so the client. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
