package dev.mastio.proxy.pki;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mastio.proxy.wire.Json;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Base64;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Whatever bytes come, the parsers of keys, requests and certificates accept them or refuse them with the exception that says so; any
 * other exception is a finding. As part of the suite each runs on its stored inputs; {@code fuzz.sh} lets them look for new ones.
 */
@Isolated("Jazzer's detectors look at all that runs in this JVM meanwhile")
class KeyFuzzTest {

    private static final PublicKey KEY = TestKeys.p256().getPublic();
    private static final PublicKey RSA_KEY = TestKeys.rsa(2048).getPublic();
    private static final String PRIVATE_KEY = Pem.text(TestKeys.p256().getPrivate());

    @FuzzTest
    void publicKey(byte[] der) {
        try {
            OfferedKey.fromPem(pem("PUBLIC KEY", der));
        } catch (UnacceptableKeyException e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void pemText(byte[] input) {
        String text = new String(input, UTF_8);
        try {
            OfferedKey.fromPem(text);
        } catch (UnacceptableKeyException e) {
            // refused, as it should be
        }
        try {
            SignedRequest.key(text);
        } catch (UnacceptableKeyException e) {
            // refused, as it should be
        }
        try {
            BroughtIdentity.read(text, text);
        } catch (UnacceptableKeyException e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void certificationRequest(byte[] der) {
        try {
            SignedRequest.key(pem("CERTIFICATE REQUEST", der));
        } catch (UnacceptableKeyException e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void broughtCertificate(byte[] der) {
        try {
            BroughtIdentity brought = BroughtIdentity.read(pem("CERTIFICATE", der), PRIVATE_KEY);
            brought.spiffeId();
            brought.commonName();
        } catch (UnacceptableKeyException e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void broughtKey(byte[] der) {
        for (String label :
                new String[] {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
            try {
                Pem.privateKey(pem(label, der));
            } catch (UnreadablePemException e) {
                // refused, as it should be
            }
        }
    }

    @FuzzTest
    void jwk(byte[] json) {
        try {
            PublicJwk.thumbprint(Json.read(json));
        } catch (UnacceptableKeyException | IOException e) {
            // refused, as it should be
        }
    }

    @FuzzTest
    void proofOfPossession(byte[] signature) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        if (PossessionProof.holds(KEY, "text", text) || PossessionProof.holds(RSA_KEY, "text", text)) {
            throw new AssertionError("nobody can sign for these keys");
        }
        PossessionProof.holds(KEY, "text", new String(signature, UTF_8));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
