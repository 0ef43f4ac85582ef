import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import org.conscrypt.Conscrypt;

/** How many ES256 signatures a CPU second verifies, by provider and by library. Run by es256-speed.sh. */
public final class Es256Speed {

    private static final int WARM_UP = 30_000;
    private static final int COUNTED = 60_000;
    private static final byte[] INPUT = ("eyJhbGciOiJFUzI1NiIsInR5cCI6ImRwb3Arand0In0." + "x".repeat(350)).getBytes(StandardCharsets.US_ASCII);

    private interface Check {
        boolean passes() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(pair.getPrivate());
        signer.update(INPUT);
        byte[] der = signer.sign();

        Provider conscrypt = Conscrypt.newProvider();
        Provider accp = AmazonCorrettoCryptoProvider.INSTANCE;
        for (int round = 0; round < 2; round++) {
            providers("Conscrypt", conscrypt, pair, der);
            providers("ACCP", accp, pair, der);
        }
        providers("JDK", Signature.getInstance("SHA256withECDSA").getProvider(), pair, der);
        library("nimbus-jose-jwt over Conscrypt", conscrypt, pair);
    }

    private static void providers(String name, Provider provider, KeyPair pair, byte[] der) throws Exception {
        KeyFactory keys = name.equals("JDK") ? KeyFactory.getInstance("EC") : KeyFactory.getInstance("EC", provider);
        byte[] encoded = pair.getPublic().getEncoded();
        PublicKey key = keys.generatePublic(new X509EncodedKeySpec(encoded));
        report(name + ", key at hand", () -> verify(provider, key, der));
        report(name + ", key decoded each time", () -> verify(provider, keys.generatePublic(new X509EncodedKeySpec(encoded)), der));
    }

    private static boolean verify(Provider provider, PublicKey key, byte[] der) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA", provider);
        signature.initVerify(key);
        signature.update(INPUT);
        return signature.verify(der);
    }

    private static void library(String name, Provider provider, KeyPair pair) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        String jwk = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(coordinate(key.getW().getAffineX()), coordinate(key.getW().getAffineY()));
        String head = base64.encodeToString(("{\"alg\":\"ES256\",\"typ\":\"dpop+jwt\",\"jwk\":" + jwk + "}").getBytes(StandardCharsets.UTF_8));
        String claims = base64.encodeToString("{\"jti\":\"8fef4821-92d8-4ad0-b911-bebc61e0002e\",\"htm\":\"POST\",\"htu\":\"https://mastio.example/v1/ingress/execute\",\"iat\":1795468892}".getBytes(StandardCharsets.UTF_8));
        Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
        signer.initSign(pair.getPrivate());
        signer.update((head + "." + claims).getBytes(StandardCharsets.US_ASCII));
        String proof = head + "." + claims + "." + base64.encodeToString(signer.sign());
        report(name + ", whole proof: parse, key from the header, verify", () -> {
            JWSObject parsed = JWSObject.parse(proof);
            ECDSAVerifier verifier = new ECDSAVerifier(parsed.getHeader().getJWK().toECKey());
            verifier.getJCAContext().setProvider(provider);
            return parsed.verify(verifier) && parsed.getPayload().toJSONObject() != null;
        });
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }

    private static void report(String name, Check check) throws Exception {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            demand(check);
        }
        long before = process.getProcessCpuTime();
        for (int i = 0; i < COUNTED; i++) {
            demand(check);
        }
        long nanos = process.getProcessCpuTime() - before;
        System.out.printf(Locale.ROOT, "%-70s %8.0f verifications per CPU second%n", name, COUNTED * 1e9 / nanos);
    }

    private static void demand(Check check) throws Exception {
        if (!check.passes()) {
            throw new IllegalStateException("a good signature was refused");
        }
    }
}
