package dev.mastio.proxy.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mastio.proxy.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A proof as a client makes it, good until something about it is changed. */
public final class TestProof {

    private final KeyPair pair;
    private final ObjectNode header = Json.object();
    private final ObjectNode claims = Json.object();
    private String algorithm;

    private TestProof(KeyPair pair, String algorithm) {
        this.pair = pair;
        this.algorithm = algorithm;
        header.put("alg", algorithm).put("typ", "dpop+jwt").set("jwk", TestKeys.jwk(pair));
    }

    /** For that request, now. */
    public static TestProof of(KeyPair pair, String method, String uri, Instant now) {
        TestProof proof = new TestProof(pair, pair.getPrivate().getAlgorithm().equals("RSA") ? "PS256" : "ES256");
        proof.claims
                .put("jti", UUID.randomUUID().toString())
                .put("htm", method)
                .put("htu", uri)
                .put("iat", now.getEpochSecond());
        return proof;
    }

    public TestProof with(String claim, @Nullable Object value) {
        claims.putPOJO(claim, value);
        return this;
    }

    public TestProof without(String claim) {
        claims.remove(claim);
        return this;
    }

    public TestProof forToken(String token) {
        return with("ath", TestKeys.base64(TestKeys.sha256(token.getBytes(StandardCharsets.UTF_8))));
    }

    public TestProof header(Consumer<ObjectNode> change) {
        change.accept(header);
        return this;
    }

    public TestProof signedAs(String other) {
        algorithm = other;
        return this;
    }

    public String text() {
        return TestKeys.jws(algorithm, pair.getPrivate(), header, claims);
    }

    public String headerText() {
        return Json.text(header);
    }

    public String claimsText() {
        return Json.text(claims);
    }
}
