package dev.mastio.proxy.pki;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.crypto.SignatureEngine;
import dev.mastio.proxy.wire.Json;
import dev.mastio.proxy.wire.Timestamp;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/** The former token key's word for its successor: who pinned the one can follow to the other. */
final class Continuity {

    private Continuity() {}

    static ObjectNode proof(TokenKey former, TokenKey successor, Instant now) {
        String at = Timestamp.text(now);
        String text = "mastio-continuity:v1|" + former.kid() + "|" + successor.kid() + "|"
                + Fingerprints.of(successor.publicKey()) + "|" + at;
        try {
            Signature signer = SignatureEngine.current().ecdsa();
            signer.initSign(former.key().orElseThrow());
            signer.update(text.getBytes(UTF_8));
            return Json.object()
                    .put("old_kid", former.kid())
                    .put("new_kid", successor.kid())
                    .put("new_pubkey_pem", Pem.text(successor.publicKey()))
                    .put("issued_at", at)
                    .put("signature", Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that signed tokens can sign this", e);
        }
    }
}
